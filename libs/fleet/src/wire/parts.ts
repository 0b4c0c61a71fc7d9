import { deflateSync } from 'node:zlib';
import type { Static } from '@sinclair/typebox';
import type { Piece } from '../ports/large-messages.js';
import type { FROM_AGENT } from './from-agent.js';
import { MAX_PACKED_BYTES, MAX_UNPACKED_BYTES, PART_LENGTH } from './protocol.js';

export type Part = Static<(typeof FROM_AGENT)['part']>;

/** The quickest: results shrink to a fifth of their length already. */
const LEVEL = 1;

/** Small parts share blocks of memory, each as large as those before it together, up to this: each part alone would cost more than it holds. */
const BLOCK_BYTES = 64 * 1024;

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

const BEFORE = Buffer.from('{"type":"part","data":"');
const AFTER = [
  { end: Buffer.from('","last":false}'), last: false },
  { end: Buffer.from('","last":true}'), last: true },
];

/** A part as it came, in base64 that has not been looked at. */
export interface RawPart {
  data: Uint8Array<ArrayBuffer>;
  last: boolean;
}

/** Recognizes a part as our agents write it without parsing it. Null: it is none, or written in another way. */
export function recognizePart(frame: Uint8Array<ArrayBuffer>): RawPart | null {
  const bytes = Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength);
  if (!bytes.subarray(0, BEFORE.length).equals(BEFORE)) return null;
  const found = AFTER.find(({ end }) => bytes.subarray(-end.length).equals(end));
  if (found === undefined) return null;
  const data = frame.subarray(BEFORE.length, frame.length - found.end.length);
  return data.length > PART_LENGTH ? null : { data, last: found.last };
}

/** Collects the parts of one connection, one message after the other; reading them is for another thread. */
export class Parts {
  private pieces: Piece[] = [];
  /** Of the last piece, where small parts are copied to. */
  private free: Uint8Array<ArrayBuffer> | null = null;
  private packedBytes = 0;
  private heldBytes = 0;

  /** Bytes of memory that it holds. */
  get held(): number {
    return this.heldBytes;
  }

  /**
   * @returns the pieces of the message where this was its last part; else null
   * @throws RangeError where the message is too long; the next part begins another one
   */
  add({ data, last }: Part): Piece[] | null {
    const bytes = Buffer.from(data, 'base64');
    this.count(bytes.length);
    this.copy(bytes);
    return last ? this.take() : null;
  }

  /** The same of a part that is large and has memory of its own. */
  addRaw({ data, last }: RawPart): Piece[] | null {
    this.count(Math.ceil((data.length * 3) / 4));
    this.endBlock();
    this.pieces.push({ bytes: data, isBase64: true });
    this.heldBytes += data.length;
    return last ? this.take() : null;
  }

  private count(bytes: number): void {
    this.packedBytes += bytes;
    if (this.packedBytes <= MAX_PACKED_BYTES) return;
    this.clear();
    throw new RangeError(`A message in parts has at most ${MAX_PACKED_BYTES} bytes.`);
  }

  private copy(bytes: Uint8Array): void {
    for (let from = 0; from < bytes.length;) {
      this.free ??= this.newBlock(bytes.length - from);
      const piece = bytes.subarray(from, from + this.free.length);
      this.free.set(piece);
      this.free = piece.length === this.free.length ? null : this.free.subarray(piece.length);
      from += piece.length;
    }
  }

  private newBlock(needed: number): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(Math.max(needed, Math.min(BLOCK_BYTES, this.heldBytes)));
    this.pieces.push({ bytes, isBase64: false });
    this.heldBytes += bytes.length;
    return bytes;
  }

  /** Leaves out of the last block what was not needed. */
  private endBlock(): void {
    const last = this.pieces.at(-1);
    if (this.free && last) last.bytes = last.bytes.subarray(0, last.bytes.length - this.free.length);
    this.free = null;
  }

  private take(): Piece[] {
    this.endBlock();
    const { pieces } = this;
    this.clear();
    return pieces;
  }

  /** Forgets the message that is being collected. */
  clear(): void {
    this.pieces = [];
    this.free = null;
    this.packedBytes = 0;
    this.heldBytes = 0;
  }
}
