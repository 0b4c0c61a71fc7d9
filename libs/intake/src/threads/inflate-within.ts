import { createInflate } from 'node:zlib';
import type { Budget, Overrun } from '../budget.js';
import { JsonMeter } from '../json/json-meter.js';

/** What came of inflating: the text, what it exceeds, or that it is no deflated data. */
export type Inflated = { ok: true; text: Buffer } | { ok: false; overrun: Overrun | null };

/**
 * Inflates JSON text (zlib format, RFC 1950) as a stream and measures it on the way: it ends at the first piece beyond the budget, so that at most the
 * budget's bytes are ever held. For worker threads; the thread that serves HTTP inflates nothing.
 */
export async function inflateWithin(packed: Uint8Array, budget: Budget): Promise<Inflated> {
  const meter = new JsonMeter(budget);
  const pieces: Buffer[] = [];
  const inflate = createInflate();
  inflate.end(packed);
  try {
    for await (const piece of inflate as AsyncIterable<Buffer>) {
      const overrun = meter.add(piece);
      if (overrun) return { ok: false, overrun };
      pieces.push(piece);
    }
  } catch {
    return { ok: false, overrun: null };
  } finally {
    inflate.destroy();
  }
  return { ok: true, text: Buffer.concat(pieces) };
}
