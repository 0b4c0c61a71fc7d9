import { describe, expect, it } from '@jest/globals';
import { MAX_FRAME_BYTES, MAX_RESULT_LENGTH, readFromAgent } from '@skein/fleet';
import { randomUUID } from 'node:crypto';
import { COMMANDS } from './commands/index.js';
import { Registry } from './commands/registry.js';
import { helloOf } from './hello.js';

const members = {
  version: '1',
  labels: {},
  slots: 1,
  last_seq: 0,
  commands: new Registry(COMMANDS).describe(),
  running: [randomUUID()],
  simulations: [],
};

describe('the first message of a connection', () => {
  it('is one that the server takes, with every command and every result', () => {
    const results = [{ id: randomUUID(), state: 'succeeded' as const, result: 'a "result"\n' }];
    const hello = helloOf(members, results);
    expect(readFromAgent(Buffer.from(JSON.stringify(hello)))).toEqual({ ok: true, value: JSON.parse(JSON.stringify(hello)) as unknown });
    expect(hello).toMatchObject({ running: members.running, unsent_results: results });
  });

  it('fits a frame, and names as running the results that come later', () => {
    const results = Array.from({ length: 9 }, () => ({
      id: randomUUID(),
      state: 'succeeded' as const,
      result: 'x'.repeat(MAX_RESULT_LENGTH),
    }));
    const hello = helloOf(members, results);
    expect(Buffer.byteLength(JSON.stringify(hello))).toBeLessThan(MAX_FRAME_BYTES);
    const told = hello.unsent_results.length;
    expect(told).toBeGreaterThan(0);
    expect(told).toBeLessThan(results.length);
    expect(hello.unsent_results).toEqual(results.slice(0, told));
    expect(hello.running).toEqual([...members.running, ...results.slice(told).map(({ id }) => id)]);
  });
});
