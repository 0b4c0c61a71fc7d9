import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readFromAgent, readToAgent } from './read-frame.js';

const ID = '019abf3c-7d1e-7c41-9f0a-5d1c2b3a4e5f';
const HELLO = {
  type: 'hello',
  protocol: 1,
  version: '1.0',
  labels: { rack: 'r1' },
  slots: 2,
  last_seq: 0,
  commands: [{ name: 'echo', description: 'says it again', args_schema: { type: 'object' } }],
  running: [ID],
  unsent_results: [{ id: ID, state: 'failed', result: 'out of memory' }],
  simulations: [{ sim_id: 's', epoch: 3 }],
};

const refusal = (frame: unknown) => {
  const outcome = readFromAgent(Buffer.from(typeof frame === 'string' ? frame : JSON.stringify(frame)));
  return outcome.ok ? null : outcome.refusal;
};

describe('a frame from an agent', () => {
  it('is taken as it is where it is valid', () => {
    const frames = [
      HELLO,
      { type: 'ack', id: ID },
      { type: 'progress', id: ID },
      { type: 'progress', id: ID, message: 'half way', fraction: 0.5 },
      { type: 'result', id: ID, state: 'succeeded', result: '{"a":1}' },
      { type: 'pong', ts: 12.5 },
      { type: 'state', draining: true, free_slots: 0 },
      { type: 'runner', message: { type: 'progress', moved: [] } },
    ];
    for (const frame of frames) expect(readFromAgent(Buffer.from(JSON.stringify(frame)))).toEqual({ ok: true, value: frame });
  });

  it('is refused with what is wrong, and with the command that it names', () => {
    expect(refusal('{"type":')).toMatchObject({ code: 'malformed_frame' });
    expect(refusal('[]')).toMatchObject({ code: 'malformed_frame' });
    expect(refusal({ type: 'halo' })).toMatchObject({ code: 'unknown_type', detail: expect.stringMatching(/"halo".*hello, ack/) });
    expect(refusal({ type: '__proto__' })).toMatchObject({ code: 'unknown_type' });
    expect(refusal({ type: 'progress', id: ID, fraction: 2 })).toMatchObject({
      code: 'invalid_message',
      id: ID,
      detail: expect.stringMatching(/\/fraction.*not 2/),
    });
    expect(refusal({ type: 'ack', id: 'nonsense' })).toMatchObject({ code: 'invalid_message', id: 'nonsense' });
    expect(refusal({ type: 'ack', id: ID, extra: 1 })).toMatchObject({ detail: expect.stringMatching(/\/extra/) });
    expect(refusal({ ...HELLO, labels: { a: 'nul \u0000' } })).toMatchObject({ code: 'invalid_message' });
    expect(refusal({ ...HELLO, commands: [{ name: '' }] })).toMatchObject({ detail: expect.stringMatching(/\/commands\/0/) });
  });

  it.each([
    ['NUL in the name of a label', { ...HELLO, labels: { 'a\0': 'b' } }, /\/labels/],
    ['half a surrogate pair in its version', { ...HELLO, version: '\ud800' }, /\/version.*surrogate/],
    [
      'NUL deep in the schema of a command',
      { ...HELLO, commands: [{ name: 'a', description: '', args_schema: { a: [{ 'b\0': 1 }] } }] },
      /\/a\/0/,
    ],
    ['a clock reading beyond all time', { type: 'pong', ts: 1e300 }, /\/ts/],
  ])('is refused where it has %s', (_, frame, detail) => {
    expect(refusal(frame)).toMatchObject({ code: 'invalid_message', detail: expect.stringMatching(detail) });
  });

  it('may hold any text as the result of a command', () => {
    const result = { type: 'result', id: ID, state: 'failed', result: '\0 \ud800' };
    for (const frame of [result, { ...HELLO, unsent_results: [{ id: ID, state: 'failed', result: '\0' }] }])
      expect(refusal(frame)).toBeNull();
  });

  it.each([
    ['a type', (deep: string) => `{"type":${deep}}`],
    ['a field', (deep: string) => `{"type":"ack","id":${deep}}`],
    [
      'an argument schema',
      (deep: string) =>
        JSON.stringify({ ...HELLO, commands: ['X'] }).replace('"X"', `{"name":"a","description":"","args_schema":{"a":${deep}}}`),
    ],
    ['details', (deep: string) => `{"type":"runner","message":{"type":"log","details":${deep}}}`],
  ])('is refused where it is nested deep, in %s', (_, around) => {
    for (const deep of ['['.repeat(20_000) + ']'.repeat(20_000), '{"a":'.repeat(5000) + '1' + '}'.repeat(5000)]) {
      expect(refusal(around(deep))).toMatchObject({ code: 'malformed_frame', detail: expect.stringMatching(/levels deep/) });
    }
  });

  it('is beyond its budget where it has more values than any message', () => {
    const frame = `{"type":"ack","id":[${'{},'.repeat(1_000_000)}{}]}`;
    expect(readFromAgent(Buffer.from(frame))).toMatchObject({ ok: false, refusal: { code: 'malformed_frame' }, beyondBudget: true });
  });

  it('never throws, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.jsonValue().map((value) => JSON.stringify({ ...HELLO, x: value })),
        ),
        (frame) => {
          expect(readFromAgent(Buffer.from(frame)).ok).toBe(false);
        },
      ),
    );
  });
});

describe('a frame from the server', () => {
  it('is read likewise', () => {
    const command = { type: 'command', id: ID, seq: 4, command: 'echo', args: { text: 'hi' }, timeout_sec: null };
    expect(readToAgent(JSON.stringify(command))).toEqual({ ok: true, value: command });
    const welcome = { type: 'welcome', protocol: 1, epoch: 1, heartbeat_sec: 30, server_time: new Date().toISOString() };
    expect(readToAgent(JSON.stringify(welcome))).toEqual({ ok: true, value: welcome });
    expect(readToAgent(JSON.stringify({ ...welcome, server_time: 'noon' })).ok).toBe(false);
    expect(readToAgent(JSON.stringify({ ...command, seq: 0 })).ok).toBe(false);
    expect(readToAgent(JSON.stringify(HELLO)).ok).toBe(false);
  });
});
