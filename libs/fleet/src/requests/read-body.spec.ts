import { describe, expect, it } from '@jest/globals';
import { DomainError } from '@skein/problem';
import { OrderBody, RegisterBody, SendBody, SendMultipleBody } from './bodies.js';
import { readBody } from './read-body.js';

const read = (schema: Parameters<typeof readBody>[0], value: unknown) => readBody(schema, Buffer.from(JSON.stringify(value)));

function problems(read: () => unknown): unknown {
  try {
    read();
  } catch (error) {
    return error instanceof DomainError ? [error.code, ...error.errors.map(({ pointer }) => pointer)] : error;
  }
  return null;
}

describe('the body of a request', () => {
  it('is taken as it is where it is valid, and no body is an empty one', () => {
    const order = { targets: { ids: ['a'] }, command: 'echo', args: { deep: [1] }, ttl_sec: 5 };
    expect(read(OrderBody, order)).toEqual(order);
    expect(readBody(SendBody, undefined)).toEqual({});
    expect(read(SendMultipleBody, ['a', 'b'])).toEqual(['a', 'b']);
    expect(read(RegisterBody, { id: 'a', name: 'A', platform: 'linux' })).toMatchObject({ id: 'a', name: 'A' });
    expect(read(SendBody, { command: null })).toEqual({});
  });

  it('is refused with every field that is wrong', () => {
    expect(problems(() => read(OrderBody, { targets: { ids: [] }, command: '', ttl_sec: -1, when: 'now' }))).toEqual([
      'validation_failed',
      ...['/when', '/targets/ids', '/command', '/ttl_sec'].map((pointer) => expect.stringMatching(pointer)),
    ]);
    expect(problems(() => read(RegisterBody, { id: 'a\u0000' }))).toEqual(['validation_failed', '/id']);
    expect(problems(() => readBody(SendBody, Buffer.from('{"command":')))).toEqual(['not_json']);
    expect(problems(() => readBody(SendBody, Buffer.from([0x22, 0xff, 0x22])))).toEqual(['not_json']);
  });
});
