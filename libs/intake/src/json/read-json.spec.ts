import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MAX_DEPTH } from '../budget.js';
import { findFault } from './json-fault.js';
import { readJson } from './read-json.js';

const BUDGET = { bytes: 16_000_000, tokens: 100_000, depth: MAX_DEPTH };
const bodyOf = (text: string) => Buffer.from(text);
const parseJson = (body: Uint8Array) => readJson(body, BUDGET);

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

  it('may end within a string of any length', () => {
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

describe('a text beyond its budget', () => {
  it.each<[string, string, string, RegExp]>([
    ['too many bytes', `"${'x'.repeat(1000)}"`, 'too_large', /more than the 1000 bytes/],
    ['too many elements', `[${'1,'.repeat(200)}1]`, 'too_large', /more than the 100 values/],
    ['too many objects', '{},'.repeat(200), 'too_large', /more than the 100 values/],
    ['too deep a list', '['.repeat(11) + ']'.repeat(11), 'validation_failed', /more than 10 levels deep/],
    ['too deep an object', '{"a":'.repeat(11) + '1' + '}'.repeat(11), 'validation_failed', /more than 10 levels deep/],
    ['depth that never closes', '['.repeat(500), 'validation_failed', /more than 10 levels deep/],
  ])('is rejected before it is parsed: %s', (_, text, code, message) => {
    const outcome = readJson(bodyOf(text), { bytes: 1000, tokens: 100, depth: 10 });
    expect(outcome).toMatchObject({ ok: false, refusal: { code, detail: expect.stringMatching(message) } });
  });

  it('is measured by its structure, not by what strings hold', () => {
    const text = JSON.stringify({ text: '[{,:'.repeat(200), quote: '"\\"[[' });
    expect(readJson(bodyOf(text), { bytes: 2000, tokens: 4, depth: 1 })).toEqual({ ok: true, value: JSON.parse(text) as unknown });
  });
});

describe('an object that names a member twice', () => {
  it.each([
    ['{"latency":1,"latency":99}', '/latency'],
    ['{"links":[{"a":1},{"b":{"c":[],"c":[]}}]}', '/links/1/b/c'],
    ['[{"a":1,"\\u0061":2}]', '/0/a'],
    ['{"a/b":1,"x":{},"a/b":2}', '/a~1b'],
    ['{"__proto__":1,"__proto__":2}', '/__proto__'],
    ['{"a":{"b":1},"c":"{\\"b\\":1,","b":[1,{"b":2,"b":3}]}', '/b/1/b'],
  ])('is rejected, with the second one: %s', (text, pointer) => {
    expect(parseJson(bodyOf(text))).toMatchObject({ ok: false, refusal: { code: 'validation_failed', errors: [{ pointer }] } });
  });

  it('is told from every other', () => {
    const names = fc.constantFrom('a', 'b', '__proto__', 'x:y', 'a"b', '');
    const members = fc.array(fc.tuple(names, fc.json()), { maxLength: 4 });
    fc.assert(
      fc.property(members, (pairs) => {
        const text = `{${pairs.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(',')}}`;
        const twice = new Set(pairs.map(([name]) => name)).size < pairs.length;
        expect(parseJson(bodyOf(text)).ok).toBe(!twice);
      }),
    );
  });
});
