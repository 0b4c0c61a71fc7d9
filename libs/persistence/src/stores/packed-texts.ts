/** Texts as one run of bytes, and where in it each is: as an array they would be quoted here and unquoted in the database. */
export interface PackedTexts {
  bytes: Buffer;
  /** Where each begins; SQL counts from 1. */
  starts: number[];
  /** How long each is; null for none. */
  lengths: (number | null)[];
}

export function packTexts(texts: readonly (string | Uint8Array | null)[]): PackedTexts {
  const parts = texts.map((text) => (typeof text === 'string' ? Buffer.from(text) : text));
  let next = 1;
  const starts = parts.map((part) => {
    const start = next;
    next += part?.byteLength ?? 0;
    return start;
  });
  const bytes = Buffer.concat(parts.filter((part) => part !== null));
  return { bytes, starts, lengths: parts.map((part) => part?.byteLength ?? null) };
}
