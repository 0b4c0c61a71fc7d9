/** What a text from outside may become. A text beyond any of these is rejected before it is parsed. */
export interface Budget {
  /** Bytes of the text, after inflating. */
  bytes: number;
  /** Structural characters: each `{`, `[`, `,` and `:` outside of strings. A parsed text has at most this many values and names, plus one. */
  tokens: number;
  /** Objects and lists inside one another. */
  depth: number;
}

/** Larger texts, in bytes after inflating, are never parsed on the thread that serves HTTP: 64 KB of JSON take about a millisecond. */
export const SMALL_BYTES = 64 * 1024;

/** Deeper than anything that Skein's messages need, and far below what a recursive walk can overflow. */
export const MAX_DEPTH = 100;

/** Which part of its budget a text exceeds. */
export interface Overrun {
  what: keyof Budget;
  limit: number;
}

/** The sentence that tells the sender. */
export function overrunDetail({ what, limit }: Overrun, subject = 'The body'): string {
  if (what === 'bytes') return `${subject} has more than the ${limit} bytes that are accepted; send less at once.`;
  if (what === 'tokens') return `${subject} has more than the ${limit} values and names that are accepted; send less at once.`;
  return `${subject} has objects or lists more than ${limit} levels deep; at most ${limit} are accepted.`;
}
