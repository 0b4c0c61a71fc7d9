import { describe, expect, it } from '@jest/globals';
import { CLOSE } from '../wire/protocol.js';
import { AgentSession } from './agent-session.js';

const ID = '019abf3c-7d1e-7c41-9f0a-5d1c2b3a4e5f';
const HELLO = {
  type: 'hello',
  protocol: 1,
  version: '1',
  labels: {},
  slots: 0,
  last_seq: 0,
  commands: [],
  running: [],
  unsent_results: [],
  simulations: [],
};
const DISPATCH = { commandId: ID, agentId: 'a', seq: 7, epoch: 1, command: 'echo', args: null, timeoutSec: null, waitedSec: 0 };

const say = (session: AgentSession, frame: object) => session.receive(Buffer.from(JSON.stringify(frame)));

describe('a session with an agent', () => {
  it('writes bare commands until hello, and whole ones after it', () => {
    const session = new AgentSession('a', false);
    expect(JSON.parse(session.command(DISPATCH))).toEqual({ id: ID, command: 'echo' });
    expect(JSON.parse(session.command({ ...DISPATCH, args: { n: 1 } }))).toEqual({ id: ID, command: 'echo', args: { n: 1 } });
    expect(say(session, HELLO)).toMatchObject([{ do: 'greet', hello: { protocol: 1 } }]);
    const whole = { type: 'command', id: ID, seq: 7, command: 'echo', args: {}, timeout_sec: null };
    expect(JSON.parse(session.command(DISPATCH))).toEqual(whole);
  });

  it('turns messages into what is to be done', () => {
    const session = new AgentSession('a', true);
    say(session, HELLO);
    expect(say(session, { type: 'ack', id: ID })).toMatchObject([{ do: 'report', report: { commandId: ID, begun: false } }]);
    expect(say(session, { type: 'progress', id: ID, fraction: 0.25 })).toMatchObject([{ report: { begun: true, fraction: 0.25 } }]);
    expect(say(session, { type: 'result', id: ID, state: 'failed', result: 'no' })).toEqual([
      { do: 'record', result: { agentId: 'a', commandId: ID, state: 'failed', result: 'no' } },
    ]);
    expect(say(session, { type: 'ping', ts: 5 })).toEqual([{ do: 'send', frame: { type: 'pong', ts: 5 } }]);
    expect(say(session, { type: 'pong', ts: 5 })).toEqual([{ do: 'measure', sentAtMs: 5 }]);
    expect(say(session, { type: 'state', draining: true, free_slots: 1 })).toEqual([{ do: 'state', draining: true, freeSlots: 1 }]);
  });

  it('refuses what comes before hello, and ends where hello was promised', () => {
    const refused = { do: 'send', frame: { type: 'error', code: 'hello_expected' } };
    expect(say(new AgentSession('a', false), { type: 'ack', id: ID })).toMatchObject([refused]);
    expect(say(new AgentSession('a', true), { type: 'ack', id: ID })).toMatchObject([refused, { do: 'close', code: CLOSE.no_hello }]);
    expect(new AgentSession('a', false).receive(Buffer.from('garbage'))).toMatchObject([{ frame: { code: 'malformed_frame' } }]);
    expect(new AgentSession('a', true).receive(Buffer.from('garbage'))).toMatchObject([
      { frame: { code: 'malformed_frame' } },
      { do: 'close' },
    ]);
  });

  it('goes on after a message that is wrong', () => {
    const session = new AgentSession('a', true);
    say(session, HELLO);
    expect(say(session, { type: 'ack', id: 4 })).toMatchObject([{ do: 'send', frame: { code: 'invalid_message' } }]);
    expect(say(session, HELLO)).toMatchObject([{ do: 'send', frame: { code: 'invalid_message' } }]);
    expect(say(session, { type: 'ack', id: ID })).toMatchObject([{ do: 'report' }]);
  });

  it('ends with a protocol that it does not speak', () => {
    expect(say(new AgentSession('a', true), { ...HELLO, protocol: 2 })).toMatchObject([
      { frame: { code: 'unsupported_protocol' } },
      { do: 'close', code: CLOSE.protocol },
    ]);
  });
});
