import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { useServer } from '../support/use-server.js';
import { greeted, Socket } from './sockets.js';
import { Tool } from './tool.js';

interface Document {
  asyncapi: string;
  channels: Record<string, { messages: Record<string, { $ref: string }> }>;
  operations: Record<string, { messages: { $ref: string }[] }>;
  components: { messages: Record<string, { payload: object }> };
}

const server = useServer({ SKEIN_HEARTBEAT_SEC: '3' });
let document: Document;

beforeAll(async () => {
  document = (await (await fetch(`${server.url}/asyncapi.json`)).json()) as Document;
});

/** The schema of each message that an operation may have, by its name. */
function validators(operation: string) {
  const ajv = new Ajv({ strict: true, strictTypes: false, allErrors: true });
  (addFormats as unknown as (to: Ajv) => void)(ajv);
  return document.operations[operation].messages.map(({ $ref }) => {
    const name = $ref.split('/').at(-1)!;
    return [name, ajv.compile(document.components.messages[name].payload)] as const;
  });
}

describe('the AsyncAPI document', () => {
  it('is the one that is kept beside the code, and no reference leads nowhere', async () => {
    expect(document).toEqual(JSON.parse(await readFile('docs/asyncapi.json', 'utf8')));
    expect(document.asyncapi).toBe('3.0.0');
    for (const [name, { $ref }] of Object.entries(document.channels['agent'].messages)) {
      expect($ref).toBe(`#/components/messages/${name}`);
      expect(document.components.messages[name].payload).toMatchObject({ type: 'object' });
    }
    for (const { messages } of Object.values(document.operations)) {
      for (const { $ref } of messages) expect(document.channels['agent'].messages).toHaveProperty($ref.split('/').at(-1)!);
    }
  });

  it('describes every frame that the server sends', async () => {
    const tool = new Tool(server);
    await tool.register('own');
    await tool.register('plain');
    const own = await greeted(server.url, 'own');
    const plain = await Socket.connect(server.url, 'plain');
    await tool.post('/commands/send_to_all', { command: 'echo', args: { text: 'hi' }, timeout_sec: 5 });
    const { body } = await tool.post<{ command_id: string }>('/commands/send/own?command=echo');
    await own.messages('command', 2);
    await tool.post(`/commands/${body.command_id}/cancel`);
    await own.messages('cancel');
    own.send({ type: 'result', id: body.command_id, state: 'cancelled', result: '' });
    own.send({ type: 'ack', id: '019abf3c-7d1e-7c41-9f0a-5d1c2b3a4e5f' });
    own.send('garbage');
    own.send({ type: 'ping', ts: 5 });
    await own.messages('pong');
    await own.messages('ping');
    await own.messages('error', 2);
    await own.messages('result_ack');
    await plain.commands();
    await server.stop();
    await own.messages('drain');
    const valid = validators('sendToAgent');
    const seen = new Set<string>();
    for (const frame of own.received) {
      const fitting = valid.filter(([, validate]) => validate(frame)).map(([name]) => name);
      expect([frame, fitting]).toEqual([frame, [`to_agent_${(frame as { type: string }).type}`]]);
      seen.add(fitting[0]);
    }
    // `runner` is of simulations that agents run.
    expect([...seen, 'to_agent_runner'].sort()).toEqual(valid.map(([name]) => name).sort());
    const [[, bare]] = validators('sendToPlainAgent');
    for (const frame of plain.received) expect([frame, bare(frame)]).toEqual([frame, true]);
  });
});
