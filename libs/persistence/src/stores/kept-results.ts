import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { summaryOf } from './results-summary.js';

/** Results as they are kept. */
export interface KeptResults {
  /** JSON text; of large results, their summary. */
  results: string;
  /** Large results, in gzip's format. */
  packed: Buffer | null;
  /** JSON text of what their event tells. */
  summary: string;
}

/** Longer texts, in characters, are packed. */
export const MOST_PLAIN = 64 * 1024;
/** Text that is encoded at once, on the thread that serves HTTP: well below a millisecond. */
const SLICE = 256 * 1024;
/** Half as much work as zlib's default, for a tenth more bytes. */
const LEVEL = 3;

/** How results are kept; large ones are packed on zlib's own threads. */
export async function keptResults(results: string): Promise<KeptResults> {
  const summary = summaryOf(results);
  if (results.length <= MOST_PLAIN) return { results, packed: null, summary };
  return { results: summary, packed: await packed(results), summary };
}

async function packed(text: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  await pipeline(Readable.from(slices(text), { objectMode: true, highWaterMark: 1 }), createGzip({ level: LEVEL }), async (gzip) => {
    for await (const part of gzip) parts.push(part as Buffer);
  });
  return Buffer.concat(parts);
}

/** Bytes of a text, slice by slice; a pair of surrogates is never cut. */
function* slices(text: string): Generator<Buffer> {
  for (let from = 0; from < text.length;) {
    const end = Math.min(from + SLICE, text.length);
    const to = end < text.length && isHighSurrogate(text.charCodeAt(end - 1)) ? end + 1 : end;
    yield Buffer.from(text.slice(from, to));
    from = to;
  }
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code < 0xdc00;
}
