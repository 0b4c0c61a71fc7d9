import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { readEnvironment, VARIABLES } from './environment.js';

interface Documented {
  name: string;
  default: string;
  accepts: string;
}

const documented = [...readFileSync('docs/operations.md', 'utf8').matchAll(/^\| `([A-Z_]+)` \| ([^|]+) \| ([^|]+) \|/gm)].map(
  ([, name, preset, accepts]): Documented => ({ name, default: preset.trim().replaceAll('`', ''), accepts: accepts.trim() }),
);

describe('the table of variables in docs/operations.md', () => {
  it('has every variable that is read, and no other', () => {
    expect(documented.map(({ name }) => name).sort()).toEqual([...VARIABLES].sort());
  });

  it.each(documented.filter(({ default: preset }) => /^\S+$/.test(preset)))('tells the default of $name', ({ name, default: preset }) => {
    const shown = preset === 'unset' ? '' : preset;
    expect(readEnvironment({ [name]: shown })).toEqual(readEnvironment({}));
  });

  it.each(documented.filter(({ accepts }) => /^\d+ to \d+$/.test(accepts)))('tells the range of $name', ({ name, accepts }) => {
    const [least, most] = accepts.split(' to ').map(Number);
    for (const value of [least, most]) expect(() => readEnvironment({ [name]: String(value) })).not.toThrow();
    for (const value of [least - 1, most + 1]) expect(() => readEnvironment({ [name]: String(value) })).toThrow(name);
  });

  it.each(documented.filter(({ accepts }) => /^\w+(, \w+)+$/.test(accepts)))('tells the choices of $name', ({ name, accepts }) => {
    for (const value of accepts.split(', ')) expect(() => readEnvironment({ [name]: value })).not.toThrow();
    expect(() => readEnvironment({ [name]: 'another' })).toThrow(`${name} must be ${accepts}`);
  });
});
