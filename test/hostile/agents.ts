import fc from 'fast-check';
import type { Socket } from '../fleet/sockets.js';
import { until } from '../support/until.js';
import { attack, PATIENCE_MS } from './attack.js';
import { bytesOf, payloads } from './payloads.js';
import type { Victim } from './victim.js';

const PART_LENGTH = 1024 * 1024;

const PING = 7;

/** Waits until the server has dealt with what the agent sent before, in its order: it answers a ping, or has had enough of the agent. */
export async function dealtWith(socket: Socket): Promise<boolean> {
  if (socket.socket.readyState === socket.socket.OPEN) socket.send({ type: 'ping', ts: PING });
  const heard = () => socket.received as { type?: string; ts?: number }[];
  const isOver = () => socket.closed !== null || heard().some(({ type, ts }) => type === 'pong' && ts === PING);
  return until(() => Promise.resolve(isOver()), Boolean, 3 * PATIENCE_MS).catch(() => false);
}

export const agentsText = attack(
  'text of an agent',
  fc.record({
    payload: payloads([2_000, 100_000, 4_000_000, 60_000_000, 300_000_000], ['deflate']),
    as: fc.constantFrom('parts', 'parts', 'frame', 'cut parts'),
    greeted: fc.boolean(),
  }),
  async (victim, { payload, as, greeted }) => {
    const known = await victim.enrol();
    const socket = greeted ? await victim.connect(known) : await victim.connectSilently(known);
    if (as === 'frame') {
      socket.send(bytesOf({ ...payload, bytes: Math.min(payload.bytes, 15_000_000), packing: 'plain' }).toString('latin1'));
    } else {
      const packed = bytesOf(payload);
      const data = (as === 'parts' ? packed : packed.subarray(0, packed.length / 2)).toString('base64');
      for (let from = 0; from < data.length; from += PART_LENGTH)
        socket.send(JSON.stringify({ type: 'part', data: data.slice(from, from + PART_LENGTH), last: from + PART_LENGTH >= data.length }));
    }
    const over = await dealtWith(socket);
    socket.socket.terminate();
    return over ? null : 'neither dealt with nor disconnected';
  },
);

const NUMBERS = [-1, -0.5, 1e300, 1.7e308, 1e21, 2 ** 53, 0.1, 1e9, NaN, Infinity];
const nastyValue = fc.oneof(
  fc.constantFrom<unknown>(...NUMBERS, null, '', 'x', '\u0000', [], {}, true, [null], { a: 1 }),
  fc.constant('x'.repeat(200_000)),
);

/** A simulation that was given to the attacker. */
interface Given {
  sim_id: string;
  epoch: number;
}

const lies = fc.oneof(
  fc.tuple(nastyValue, nastyValue).map(([at, more]) => ({ type: 'progress', moved: [{ simulated_sec: at }, { simulated_sec: more }] })),
  nastyValue.map((at) => ({ type: 'done', simulated_sec: at, results: '{}' })),
  fc
    .constantFrom('{}', '{"packets":{}}', '[]', '{"flows":[]', '{"simulated_sec":1e999}', '{"result_hash":"x","flows":null}', '')
    .map((results) => ({
      type: 'done',
      simulated_sec: 5,
      results,
    })),
  fc.tuple(nastyValue, nastyValue).map(([hops, lag]) => ({ type: 'workload', packet_hops: hops, lag_ms: lag })),
  fc.tuple(nastyValue, nastyValue).map(([number, at]) => ({
    type: 'log',
    entries: [{ number, level: 'error', simulated_sec: at, code: 'x', message: 'x', details: { a: 1e308 } }],
  })),
  nastyValue.map((text) => ({ type: 'failed', code: text, message: text })),
  fc
    .tuple(nastyValue, nastyValue)
    .map(([at, edits]) => ({ type: 'snapshot', snapshot: { at_sec: at, edits_made: edits, deflated: 'eJwDAAAAAAE=' } })),
  nastyValue.map((request) => ({ type: 'answer', request, simulated_sec: 1e300, results: '{}' })),
  nastyValue.map((value) => ({ type: 'lost', reason: 'x', claims: value })),
);

/** JSON text, with a number that JSON.stringify cannot write. */
const text = (value: unknown) =>
  JSON.stringify(value, (_, member: unknown) => (member === Infinity ? '∞' : member)).replaceAll('"∞"', '1e999');

async function given(victim: Victim, socket: Socket, agent: string): Promise<Given> {
  // What it is asked it refuses to answer, so that nobody waits for it.
  socket.socket.on('message', (data: Buffer) => {
    const { message } = JSON.parse(data.toString()) as { message?: { request?: number } };
    if (message?.request === undefined) return;
    socket.send({ type: 'runner', message: { type: 'refused', request: message.request, reason: 'no' } } as never);
  });
  const topology = { nodes: ['a', 'b'], links: [{ from: 'a', to: 'b', latency: 1 }] };
  const config = { duration_sec: 5, speed: 1, placement: { agent } };
  const { sim_id } = await victim.json<{ sim_id: string }>('POST', '/simulate', { topology, config });
  const starts = () => socket.received.filter((frame) => (frame as { message?: Given & { type: string } }).message?.type === 'start');
  const [start] = await until(
    () => Promise.resolve(starts()),
    ({ length }) => length > 0,
  );
  return { sim_id, epoch: (start as { message: Given }).message.epoch };
}

export const lyingAgent = attack('an agent that lies', lies, async (victim, lie) => {
  const known = await victim.enrol();
  const socket = await victim.connect(known, 1);
  const claim = await given(victim, socket, known.id);
  const moved = 'moved' in lie ? { moved: lie.moved.map((progress) => ({ ...claim, ...progress })) } : {};
  socket.send(text({ type: 'runner', message: { ...claim, ...lie, ...moved } }));
  await dealtWith(socket);
  socket.socket.terminate();
  // What its agent cannot be asked for any more is worked out by a thread of the server.
  await victim.ask('POST', `/stop/${claim.sim_id}`);
  const [status, results, metrics] = await Promise.all([
    victim.ask('GET', `/status/${claim.sim_id}`),
    victim.ask('GET', `/results/${claim.sim_id}`),
    victim.ask('GET', '/metrics'),
  ]);
  return wrongAbout(status.text, results, metrics.text);
});

function wrongAbout(status: string, results: { status: number; text: string }, metrics: string): string | null {
  const { progress } = JSON.parse(status) as { progress: { percent: number; simulated_sec: number } };
  if (!(progress.simulated_sec >= 0 && progress.simulated_sec <= 5)) return `the status believes it: ${JSON.stringify(progress)}`;
  if (results.status === 200) {
    try {
      const { flows, packets } = JSON.parse(results.text) as { flows: unknown; packets: { sent: unknown } };
      if (!Array.isArray(flows) || typeof packets.sent !== 'number') return `the results believe it: ${results.text.slice(0, 300)}`;
    } catch {
      return `the results are no JSON: ${results.text.slice(0, 300)}`;
    }
  } else if (results.status === 500) return `GET /results answered 500: ${results.text}`;
  const poisoned = metrics
    .split('\n')
    .find((line) => !line.startsWith('#') && /(Inf|NaN|e\+?(1[6-9]|[2-9]\d|\d{3}))$/.test(line) && !line.includes('le="+Inf"'));
  return poisoned === undefined ? null : `a metric believes it: ${poisoned}`;
}

export const snapshotOfAnAgent = attack(
  'a snapshot of an agent',
  fc.record({ payload: payloads([100, 50_000, 5_000_000, 300_000_000], ['deflate']), at_sec: fc.constantFrom(0, 1, 4.9) }),
  async (victim, { payload, at_sec }) => {
    const packed = bytesOf(payload);
    const known = await victim.enrol();
    const socket = await victim.connect(known, 1);
    const claim = await given(victim, socket, known.id);
    const snapshot = { at_sec, edits_made: 0, deflated: packed.toString('base64') };
    socket.send(JSON.stringify({ type: 'runner', message: { type: 'snapshot', ...claim, snapshot } }));
    await dealtWith(socket);
    socket.socket.terminate();
    // What its agent cannot be asked for any more, a thread of the server works out: from the snapshot, if it can be believed.
    const stopped = await victim.ask('POST', `/stop/${claim.sim_id}`);
    return stopped.status === 200 ? null : `stop answered ${stopped.status}: ${stopped.text.slice(0, 300)}`;
  },
);
