import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';

/** A text that is short, or cheap to send, for what it becomes. */
export interface Payload {
  shape: keyof typeof SHAPES;
  /** Bytes of the text before it is packed. */
  bytes: number;
  packing: keyof typeof PACKINGS;
}

const repeated = (begin: string, piece: string, end: string) => (bytes: number) =>
  Buffer.from(begin + piece.repeat(Math.max(1, Math.floor((bytes - begin.length - end.length) / piece.length))) + end);

const nested = (open: string, close: string) => (bytes: number) => {
  const depth = Math.max(1, Math.floor(bytes / (open.length + close.length)));
  return Buffer.from(open.repeat(depth) + '1' + close.repeat(depth));
};

export const SHAPES = {
  objects: repeated('[', '{},', '{}]'),
  lists: repeated('[', '[],', '1]'),
  numbers: repeated('[', '1,', '1]'),
  long_numbers: repeated('[', '1e308,', '1]'),
  members: repeated('{"a":1', ',"a":1', '}'),
  empty_texts: repeated('[', '"",', '""]'),
  one_text: repeated('{"type":"', 'x', '"}'),
  spaces: repeated('{"type":"x"', ' ', '}'),
  escapes: repeated('["', '\\u0000', '"]'),
  deep_lists: nested('[', ']'),
  deep_objects: nested('{"a":', '}'),
  open_lists: repeated('', '[', ''),
  a_result: repeated('{"type":"done","sim_id":"x","epoch":1,"simulated_sec":1,"results":"', '{},', '"}'),
  a_message: repeated('{"type":"progress","moved":[', '{},', '{}]}'),
  bytes: (bytes: number) => Buffer.alloc(bytes, 0xff),
} as const;

export const PACKINGS = {
  plain: (text: Buffer) => text,
  gzip: (text: Buffer) => gzipSync(text),
  deflate: (text: Buffer) => deflateSync(text, { level: 1 }),
  br: (text: Buffer) => brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }),
} as const;

const made = new Map<string, Buffer>();

/** What is sent; the same payload is made once. */
export function bytesOf({ shape, bytes, packing }: Payload): Buffer {
  const key = `${shape} ${bytes} ${packing}`;
  const known = made.get(key);
  if (known) return known;
  const packed = PACKINGS[packing](SHAPES[shape](bytes));
  if (packed.length < 1e6) made.set(key, packed);
  return packed;
}

/** @param sizes of the texts before they are packed, in bytes */
export const payloads = (sizes: readonly number[], packings: readonly Payload['packing'][]): fc.Arbitrary<Payload> =>
  fc.record({
    shape: fc.constantFrom(...(Object.keys(SHAPES) as Payload['shape'][])),
    bytes: fc.constantFrom(...sizes),
    packing: fc.constantFrom(...packings),
  });
