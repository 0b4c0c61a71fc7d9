import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bodyOf } from '../testing/bodies.js';
import { findFault } from './json-fault.js';
import { parseJson } from './parse-json.js';

function detail(body: Uint8Array): string {
  const parsed = parseJson(body);
  return parsed.ok ? 'JSON' : parsed.refusal.detail;
}

/** The offset that `JSON.parse` names; undefined where its message has none, as for an unexpected end or an unfinished string. */
function placeByNode(text: string): number | undefined {
  try {
    JSON.parse(text);
  } catch (error) {
    const place = /^(?:Expected|Unexpected non-whitespace).* at position (\d+)/.exec((error as Error).message);
    return place ? Number(place[1]) : undefined;
  }
  return undefined;
}

describe('a body that is not JSON', () => {
  it.each<[string, RegExp]>([
    ['', /^The body is empty/],
    [' \n ', /^The body is empty/],
    ['{"a":}', /line 1, column 6: expected a value, found "}"/],
    ['{\n  "a": 1\n  "b": 2\n}', /line 3, column 3: expected ',' or the end of the list or object, found/],
    ['{"a": 1,}', /column 9: expected a name in double quotes, found "}"/],
    ["{'a': 1}", /column 2: expected a name in double quotes or '}'/],
    ['{"a" 1}', /column 6: expected ':' after the name/],
    ['[1, 2', /column 6: expected ',' or the end.*found the end of the text/],
    ['[1,]', /column 4: expected a value, found "\]"/],
    ['{} {}', /column 4: expected the end of the text/],
    ['["a\tb"]', /column 4: expected the rest of a string \(control/],
    ['NaN', /column 1: expected a value/],
    ['[01]', /column 3: expected ','/],
    ['[}', /column 2: expected a value or '\]'/],
  ])('%j is refused at the place where it stops being JSON', (text, message) => {
    expect(detail(bodyOf(text))).toMatch(message);
  });

  it('is refused with the byte at which it stops being UTF-8', () => {
    expect(detail(Buffer.from([0x22, 0xc3, 0xa9, 0xff, 0x22]))).toMatch(/not UTF-8: see byte 3/);
    expect(detail(Buffer.from([0x22, 0xef, 0xbf, 0xbd, 0xc3]))).toMatch(/see byte 4/);
  });

  it('is found wherever valid JSON is broken', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), fc.constantFrom('', ',', '}', ']', '"', ':', '\\', '0', 'x', '\0'), (json, place, piece) => {
        const at = place % (json.length + 1);
        const text = json.slice(0, at) + piece + json.slice(at + 1);
        const parsed = parseJson(bodyOf(text));
        if (parsed.ok || text.trim() === '') return;
        const { line, column } = findFault(text);
        const before =
          text
            .split('\n')
            .slice(0, line - 1)
            .join('\n').length +
          (line > 1 ? 1 : 0) +
          column -
          1;
        expect(before).toBeLessThanOrEqual(text.length);
        // JSON.parse tells the same place, in the cases in which it tells one.
        expect(placeByNode(text) ?? before).toBe(before);
      }),
      { numRuns: 1000 },
    );
  });

  it('may be nested deeper than any call stack', () => {
    expect(detail(bodyOf('['.repeat(2_000_000)))).toMatch(/found the end of the text/);
    expect(detail(bodyOf(`["${'x'.repeat(5_000_000)}`))).toMatch(/rest of a string/);
  });
});

describe('a body that is JSON', () => {
  it('may begin with a byte order mark', () => {
    expect(parseJson(bodyOf('\ufeff{"a":1}'))).toEqual({ ok: true, value: { a: 1 } });
  });

  it('is read as JSON.parse reads it', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(parseJson(bodyOf(text))).toEqual({ ok: true, value: JSON.parse(text) as unknown });
      }),
    );
  });
});
