import { describe, expect, it } from '@jest/globals';
import { DomainError } from '@skein/problem';
import { OrderBody, RegisterBody, ResponseBody, SendBody, SendMultipleBody } from './bodies.js';
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
    expect(problems(() => readBody(SendBody, Buffer.from('{"command":')))).toEqual(['not_json', '']);
    expect(problems(() => readBody(SendBody, Buffer.from([0x22, 0xff, 0x22])))).toEqual(['not_json', '']);
  });

  it.each<[string, Parameters<typeof readBody>[0], string, string]>([
    ['NUL in the name of a label', RegisterBody, '{"id":"a","labels":{"a\\u0000":"b"}}', '/labels'],
    ['NUL in the name of a label of targets', OrderBody, '{"targets":{"labels":{"a\\u0000":"b"}},"command":"x"}', '/targets/labels'],
    ['NUL in arguments', SendBody, '{"args":{"list":["\\u0000"]}}', '/args/list/0'],
    ['NUL in the name of an argument', SendBody, '{"args":{"a":{"\\u0000":1}}}', '/args/a'],
    ['half a surrogate pair as an id', RegisterBody, '{"id":"\\ud800"}', '/id'],
    ['half a surrogate pair in a list of ids', SendMultipleBody, '["a","\\udfff"]', '/1'],
    ['half a surrogate pair in a command', SendBody, '{"command":"x\\udc00"}', '/command'],
    ['the id of this directory', RegisterBody, '{"id":"."}', '/id'],
    ['the id of the directory above', RegisterBody, '{"id":".."}', '/id'],
    ['an argument twice', SendBody, '{"args":{"a":1,"a":2}}', '/args/a'],
    ['arguments nested too deep', SendBody, `{"args":${'{"a":'.repeat(5000)}1${'}'.repeat(5001)}`, ''],
    ['a field that is nested too deep', RegisterBody, `{"id":${'['.repeat(200_000)}${']'.repeat(200_000)}}`, ''],
  ])('is refused by name where it has %s', (_, schema, text, pointer) => {
    expect(problems(() => readBody(schema, Buffer.from(text)))).toEqual(['validation_failed', pointer]);
  });

  it('may hold any text as the result of a command, and ids of any script', () => {
    expect(readBody(ResponseBody, Buffer.from('{"result":"\\u0000 \\ud800"}'))).toEqual({ result: '\0 \ud800' });
    expect(readBody(RegisterBody, Buffer.from('{"id":"\\ud83d\\ude00 ß ..."}'))).toEqual({ id: '😀 ß ...' });
  });
});
