import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** Bytes of packed results that are read from the database at once. */
const PIECE_BYTES = 64 * 1024;
/** Pieces that are read at once, whoever reads: a hundred readers must not take all connections, nor inflate all at the same instant. */
const LANES = 2;

let busy = 0;
const waiting: (() => void)[] = [];

/** Waits for a lane, in the order of asking; each reader asks for one piece after the other. */
async function inTurn<T>(read: () => Promise<T>): Promise<T> {
  if (busy < LANES) busy += 1;
  else await new Promise<void>((resolve) => waiting.push(resolve));
  try {
    return await read();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else busy -= 1;
  }
}

/**
 * The text of packed results, in pieces. The next bytes are read only when the reader has taken those before; nothing is read before the first is asked for.
 *
 * @param read bytes from a position, which counts from 1; null where they are gone
 */
export async function* unpacked(bytes: number, read: (from: number, bytes: number) => Promise<Buffer | null>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip();
  // An error of either end is thrown where the pieces are read.
  pipeline(Readable.from(packedPieces(bytes, read), { highWaterMark: 1 }), gunzip, () => undefined);
  try {
    yield* gunzip as AsyncIterable<Uint8Array>;
  } finally {
    gunzip.destroy();
  }
}

async function* packedPieces(bytes: number, read: (from: number, bytes: number) => Promise<Buffer | null>): AsyncGenerator<Buffer> {
  for (let from = 1; from <= bytes; from += PIECE_BYTES) {
    const piece = await inTurn(() => read(from, PIECE_BYTES));
    if (piece === null) throw new Error('The results were deleted while they were being read.');
    yield piece;
  }
}
