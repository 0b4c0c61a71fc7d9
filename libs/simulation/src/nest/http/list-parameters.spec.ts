import { describe, expect, it } from '@jest/globals';
import { DomainError } from '@skein/problem';
import { DEFAULT_LIMIT, listParameters } from './list-parameters.js';

describe('the query of the list', () => {
  it('may be empty', () => {
    expect(listParameters({})).toEqual({ status: null, limit: DEFAULT_LIMIT, after: null });
  });

  it('takes a status and a limit', () => {
    expect(listParameters({ status: 'done', limit: '7' })).toEqual({ status: 'done', limit: 7, after: null });
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
