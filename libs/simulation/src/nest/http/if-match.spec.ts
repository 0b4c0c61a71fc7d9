import { describe, expect, it } from '@jest/globals';
import { versionsOf } from './if-match.js';

describe('If-Match', () => {
  it.each([
    [undefined, null],
    ['*', null],
    ['"3"', [3]],
    ['"3", "12"', [3, 12]],
    ['"3",,\t"4" ,', [3, 4]],
    ['W/"3"', []],
    ['W/"3", "4"', [4]],
    ['"abc", ""', []],
    ['"1,2", "3"', [3]],
  ])('%j names the versions %j', (header, versions) => expect(versionsOf(header)).toEqual(versions));

  it.each(['', '3', '"3', '"3" "4"', 'w/"3"', '"3", *', "'3'", ', "3"'])('%j is no list of tags', (header) =>
    expect(() => versionsOf(header)).toThrow('The If-Match header must be'),
  );
});
