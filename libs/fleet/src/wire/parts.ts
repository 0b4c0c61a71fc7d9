import { deflateSync, inflateSync } from 'node:zlib';
import type { Static } from '@sinclair/typebox';
import type { FROM_AGENT } from './from-agent.js';
import { MAX_PACKED_BYTES, MAX_UNPACKED_BYTES, PART_LENGTH } from './protocol.js';

export type Part = Static<(typeof FROM_AGENT)['part']>;

/** The quickest: results shrink to a fifth of their length already. */
const LEVEL = 1;

/**
 * Cuts a message that is too long for one frame into parts. Each is a sign of life: one frame of the same length could take longer over a slow
 * connection than silence is borne.
 * @param text JSON text of the message
 * @param most of its bytes, when it is packed
 * @returns null for what is too long even so
 */
export function toParts(text: string, most = MAX_PACKED_BYTES): Part[] | null {
  if (Buffer.byteLength(text) > MAX_UNPACKED_BYTES) return null;
  const packed = deflateSync(text, { level: LEVEL });
  if (packed.length > most) return null;
  const data = packed.toString('base64');
  const parts: Part[] = [];
  for (let from = 0; from < data.length; from += PART_LENGTH) {
    parts.push({ type: 'part', data: data.slice(from, from + PART_LENGTH), last: from + PART_LENGTH >= data.length });
  }
  return parts;
}

/** Puts the parts of one connection together, one message after the other. */
export class Parts {
  private pieces: Buffer[] = [];
  private bytes = 0;

  /**
   * @returns the text of the message where this was its last part; else null
   * @throws Error where the message is too long, or damaged; the next part begins another one
   */
  add({ data, last }: Part): string | null {
    const piece = Buffer.from(data, 'base64');
    this.bytes += piece.length;
    if (this.bytes > MAX_PACKED_BYTES) {
      this.clear();
      throw new Error(`A message in parts has at most ${MAX_PACKED_BYTES} bytes.`);
    }
    this.pieces.push(piece);
    if (!last) return null;
    const packed = Buffer.concat(this.pieces);
    this.clear();
    return inflateSync(packed, { maxOutputLength: MAX_UNPACKED_BYTES }).toString();
  }

  private clear(): void {
    this.pieces = [];
    this.bytes = 0;
  }
}
