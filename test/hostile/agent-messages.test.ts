import { deflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { PART_LENGTH, toParts } from '@skein/fleet';
import { scrape, total } from '../support/exposition.js';
import { until } from '../support/until.js';
import { useServer } from '../support/use-server.js';
import { greeted } from '../fleet/sockets.js';
import { Tool } from '../fleet/tool.js';

const MB = 1024 * 1024;
const SIM_ID = '019abf3c-7d1e-7c41-9f0a-5d1c2b3a4e5f';

let printed = '';
const server = useServer({}, (text) => (printed += text));
const tool = new Tool(server);
let agents = 0;

async function connected() {
  const id = `large-${++agents}`;
  await tool.register(id);
  return { id, socket: await greeted(server.url, id) };
}

/** A message that nobody would write, packed as an agent packs its own. */
function partsOf(text: string | Buffer): string[] {
  const data = deflateSync(text).toString('base64');
  const frames: string[] = [];
  for (let from = 0; from < data.length; from += PART_LENGTH) {
    frames.push(JSON.stringify({ type: 'part', data: data.slice(from, from + PART_LENGTH), last: from + PART_LENGTH >= data.length }));
  }
  return frames;
}

/** Enough for a percentile: the machine may be busy with other things for a moment. */
const LEAST_ANSWERS = 300;

/** JSON that becomes millions of objects. */
const listOf = (megabytes: number) => Buffer.concat([Buffer.from('['), Buffer.alloc(megabytes * MB, '{},'), Buffer.from('{}]')]);

/** Asks for its health again and again; milliseconds of each answer. */
async function healthWhile(work: () => Promise<unknown>): Promise<number[]> {
  const took: number[] = [];
  let over = false;
  const asking = (async () => {
    while (!over || took.length < LEAST_ANSWERS) {
      const begun = performance.now();
      expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
      took.push(performance.now() - begun);
    }
  })();
  await work().finally(() => (over = true));
  await asking;
  return took.sort((one, other) => one - other);
}

const entries = Array.from({ length: 4000 }, (_, i) => ({
  number: i + 1,
  level: 'info',
  simulated_sec: i / 1000,
  code: 'packet_created',
  message: `A packet of flow ${i} was created.`,
  details: { flow_id: `flow ${i}` },
}));
const LOG = { type: 'log', sim_id: SIM_ID, epoch: 7, entries };

describe('a message of an agent that becomes more than one may', () => {
  it.each<[string, () => string[]]>([
    ['194 KB of parts become 320 MB of empty objects', () => partsOf(listOf(319))],
    ['78 KB of parts become 60 MB of empty objects', () => partsOf(listOf(60))],
    ['parts become more bytes than any message has', () => partsOf(Buffer.alloc(400 * MB, ' '))],
    ['parts become one value that is nested without end', () => partsOf(Buffer.alloc(100 * MB, '['))],
    ['one frame has more values than any message', () => [`{"type":"runner","message":{"a":[${'{},'.repeat(5_000_000)}{}]}}`]],
    ['a hello has lists of millions', () => [`{"type":"hello","running":[${'1,'.repeat(7_000_000)}1]}`]],
  ])('costs its connection alone, where %s', async (_, frames) => {
    const [liar, bystander] = [await connected(), await connected()];
    const messages = frames();
    const took = await healthWhile(async () => {
      for (const frame of messages) liar.socket.send(frame);
      expect(await liar.socket.ended()).toMatchObject({ code: 1009 });
    });
    expect(took[Math.floor(took.length * 0.99)]).toBeLessThan(250);
    bystander.socket.send({ type: 'ping', ts: 5 });
    expect(await bystander.socket.messages('pong')).toEqual([{ type: 'pong', ts: 5 }]);
    await until(
      () => Promise.resolve(printed),
      (lines) => lines.includes(`agent ${liar.id} is refused, too_large`),
    );
    await bystander.socket.close();
  });

  it('is counted', async () => {
    expect(total(await scrape(server.url), 'skein_agent_messages_refused_total', { reason: 'too_large' })).toBe(6);
  });
});

describe('frames that are held back', () => {
  it('cost the connections that hold most, where all of them together are too much', async () => {
    const bystander = await connected();
    const liars = await Promise.all(Array.from({ length: 24 }, () => connected()));
    // The header of a masked text frame of 16 000 000 bytes; the last of them never comes.
    const header = Buffer.from([0x81, 0xff, 0, 0, 0, 0, 0, 0xf4, 0x24, 0, 1, 2, 3, 4]);
    const most = Buffer.alloc(15_900_000);
    for (const { socket } of liars) {
      const raw = (socket.socket as unknown as { _socket: { write(data: Buffer): void } })._socket;
      raw.write(header);
      raw.write(most);
    }
    const evicted = () => liars.filter(({ socket }) => socket.closed !== null);
    await until(
      () => Promise.resolve(evicted().length),
      (count) => count >= 8,
    );
    expect(evicted().map(({ socket }) => socket.closed?.code)).toContain(1013);
    bystander.socket.send({ type: 'ping', ts: 5 });
    expect(await bystander.socket.messages('pong')).toEqual([{ type: 'pong', ts: 5 }]);
    for (const { socket } of liars) socket.socket.terminate();
    await bystander.socket.close();
  });
});

describe('a large message of an agent', () => {
  it.each<[string, string[]]>([
    ['in one frame', [JSON.stringify({ type: 'runner', message: LOG })]],
    ['in parts', toParts(JSON.stringify(LOG))!.map((part) => JSON.stringify(part))],
  ])('is heard in its turn, %s', async (_, frames) => {
    const { socket } = await connected();
    for (const frame of frames) socket.send(frame);
    socket.send({ type: 'ping', ts: 5 });
    await socket.messages('pong');
    // What the server does not know the agent to hold it tells it to drop.
    const heard = socket.received.filter((frame) => ['runner', 'pong'].includes((frame as { type: string }).type));
    expect(heard).toEqual([
      { type: 'runner', message: { type: 'drop', sim_id: SIM_ID, epoch: 7 } },
      { type: 'pong', ts: 5 },
    ]);
    await socket.close();
  });

  it.each<[string, string[], RegExp]>([
    ['that is not deflated', [JSON.stringify({ type: 'part', data: 'AAAA', last: true })], /not deflated/],
    ['that is not base64', [JSON.stringify({ type: 'part', data: '"'.repeat(70_000), last: true })], /base64|data/],
    ['that is no object', partsOf('[1]'), /no object/],
  ])('%s is refused, and the connection goes on', async (_, frames, detail) => {
    const { socket } = await connected();
    for (const frame of frames) socket.send(frame);
    socket.send({ type: 'ping', ts: 5 });
    await socket.messages('pong');
    expect(await socket.messages('error')).toMatchObject([{ code: 'invalid_message', detail: expect.stringMatching(detail) }]);
    await socket.close();
  });

  it.each<[string, string[], RegExp]>([
    ['that no runner says', partsOf('{"type":"hello"}'), /nothing of the type \\"hello/],
    [
      'with results that are none',
      partsOf(JSON.stringify({ type: 'done', sim_id: SIM_ID, epoch: 1, simulated_sec: 1, results: '{}' })),
      /results/,
    ],
    [
      'with details that are nested deep',
      partsOf(`{"type":"log","entries":[{"details":${'{"a":'.repeat(90)}1${'}'.repeat(90)}}]}`),
      /log: /,
    ],
  ])('%s is refused, and logged with its agent', async (_, frames, detail) => {
    const { id, socket } = await connected();
    for (const frame of frames) socket.send(frame);
    socket.send({ type: 'ping', ts: 5 });
    await socket.messages('pong');
    const line = () => printed.split('\n').find((one) => one.includes(`agent ${id} is refused, invalid`));
    await until(
      () => Promise.resolve(line()),
      (found) => found !== undefined,
    );
    expect(line()).toMatch(detail);
    await socket.close();
  });
});
