import { describe, expect, it } from '@jest/globals';
import { DomainError } from '@skein/problem';
import { DEFAULT_LIMIT, listParameters } from './list-parameters.js';

describe('the query of the list', () => {
  it('may be empty', () => {
    expect(listParameters({})).toEqual({ status: null, labels: {}, name: null, limit: DEFAULT_LIMIT, after: null });
  });

  it('takes a status and a limit', () => {
    expect(listParameters({ status: 'done', limit: '7' })).toEqual({ status: 'done', labels: {}, name: null, limit: 7, after: null });
  });

  it.each([
    ['team:core', { team: 'core' }],
    ['time:12:30', { time: '12:30' }],
    ['empty:', { empty: '' }],
    [['team:core', 'user:ada', 'team:core'], { team: 'core', user: 'ada' }],
    ['__proto__:x', { ['__proto__']: 'x' }],
  ])('splits labels at the first colon: %j', (label, labels) => {
    const read = listParameters({ label }).labels;
    expect(Object.entries(read ?? {})).toEqual(Object.entries(labels));
  });

  it.each([
    ['abc', { is: 'abc' }],
    ['abc*', { startsWith: 'abc' }],
    ['a*c', { is: 'a*c' }],
    ['a**', { startsWith: 'a*' }],
    ['*', { startsWith: '' }],
  ])('takes a name, or its beginning: %s', (name, filter) => {
    expect(listParameters({ name }).name).toEqual(filter);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['a label without a value', { label: 'team' }, '/label'],
    ['a label without a name', { label: ':core' }, '/label'],
    ['a label that no text can be', { label: 'team:a\0' }, '/label'],
    ['an object for a label', { label: { team: 'core' } }, '/label'],
    ['two values of one label', { label: ['team:a', 'team:b'] }, '/label'],
    ['too many labels', { label: Array.from({ length: 51 }, (_, i) => `l${i}:x`) }, '/label'],
    ['no name', { name: '' }, '/name'],
    ['two names', { name: ['a', 'b'] }, '/name'],
    ['a long name', { name: 'x'.repeat(202) }, '/name'],
    ['a name that no text can be', { name: 'a\0' }, '/name'],
  ])('is refused with %s', (_, query, pointer) => {
    expect(() => listParameters(query)).toThrow(
      expect.objectContaining({ code: 'validation_failed', errors: [expect.objectContaining({ pointer, accepted: expect.any(String) })] }),
    );
  });

  it('is refused with every parameter that is wrong', () => {
    const pointers = (() => {
      try {
        listParameters({ status: 'gone', limit: '0', cursor: ['a', 'b'], page: '2' });
      } catch (error) {
        return (error as DomainError).errors.map(({ pointer }) => pointer).sort();
      }
      return [];
    })();
    expect(pointers).toEqual(['/cursor', '/limit', '/page', '/status']);
  });
});
