import { describe, expect, it } from '@jest/globals';
import { COMMANDS } from './index.js';
import { Registry } from './registry.js';

const registry = new Registry(COMMANDS);

describe('the registry of commands', () => {
  it('takes the arguments that a command declares', () => {
    expect(registry.refusal('ping', {})).toBeNull();
    expect(registry.refusal('echo', { text: 'a', repeat: 3 })).toBeNull();
    expect(registry.refusal('sleep', { seconds: 0.5 })).toBeNull();
    expect(registry.refusal('set-log-level', { level: 'debug' })).toBeNull();
    expect(registry.refusal('simulate', { topology: { nodes: [], links: [] }, name: 'n' })).toBeNull();
  });

  it('tells what there is where a command is unknown, whatever its name', () => {
    const all = COMMANDS.map(({ name }) => name).join(', ');
    for (const name of ['reboot', '__proto__', 'constructor', '', 'ping; rm -rf /']) {
      expect(registry.refusal(name, {})).toBe(`There is no command ${JSON.stringify(name)}. There are: ${all}.`);
    }
  });

  it.each([
    ['sleep', {}, 'sleep: argument "seconds" is missing.'],
    ['sleep', { seconds: '5' }, 'sleep: argument "seconds" is "5"; accepted: number.'],
    ['sleep', { seconds: -1 }, 'sleep: argument "seconds" is -1; accepted: number to be greater or equal to 0.'],
    ['sleep', { seconds: null }, 'sleep: argument "seconds" is null; accepted: number.'],
    ['echo', { text: 'a', loud: true }, 'echo: there is no argument "loud"; there are: text, repeat.'],
    ['echo', { text: 7, repeat: 1.5 }, 'echo: argument "text" is 7; accepted: string; argument "repeat" is 1.5; accepted: integer.'],
    ['ping', { now: 1 }, 'ping: there is no argument "now"; there are: none.'],
    ['set-log-level', { level: 'loud' }, 'set-log-level: argument "level" is "loud"; accepted: debug, info, warn, error, silent.'],
    ['simulate', {}, 'simulate: argument "topology" is missing.'],
  ])('names what is wrong: %s %j', (name, args, refusal) => {
    expect(registry.refusal(name, args)).toBe(refusal);
  });

  it('describes each with a JSON Schema', () => {
    const described = JSON.parse(JSON.stringify(registry.describe())) as ReturnType<Registry['describe']>;
    expect(described.map(({ name }) => name)).toEqual(COMMANDS.map(({ name }) => name));
    expect(described.find(({ name }) => name === 'sleep')?.args_schema).toMatchObject({
      type: 'object',
      properties: { seconds: { type: 'number', minimum: 0 } },
      required: ['seconds'],
      additionalProperties: false,
    });
  });
});
