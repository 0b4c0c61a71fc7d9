import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EventStreamParser, type StreamBlock } from './event-stream-parser.js';

function parsed(pieces: readonly string[]): StreamBlock[] {
  const parser = new EventStreamParser();
  return pieces.flatMap((piece) => parser.push(piece));
}

const STREAM =
  'retry: 1000\nid: 7\n\n:\n\nid: 8\nevent: status\ndata: {"a":1}\n\nevent: progress\ndata: x\ndata:y\n\ndata\n\nid: 9\ndata: cut';

describe('an event stream', () => {
  it('is read as the standard says', () => {
    expect(parsed([STREAM])).toEqual([
      { id: '7', event: 'message', data: null },
      { id: '8', event: 'status', data: '{"a":1}' },
      { id: '8', event: 'progress', data: 'x\ny' },
      { id: '8', event: 'message', data: '' },
    ]);
  });

  it('may be cut anywhere, and end its lines in any way', () => {
    const whole = parsed([STREAM]);
    fc.assert(
      fc.property(fc.constantFrom('\n', '\r\n', '\r'), fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 40 }), (end, lengths) => {
        let rest = STREAM.replaceAll('\n', end);
        const pieces = lengths.map((length) => {
          const piece = rest.slice(0, length);
          rest = rest.slice(length);
          return piece;
        });
        expect(parsed([...pieces, rest])).toEqual(whole);
      }),
    );
  });
});
