const UNPAIRED_SURROGATE = /\p{Surrogate}/u;

/**
 * Whether a value is a string of `minLength` to `maxLength` characters (code points) that PostgreSQL can keep: it refuses NUL, and a
 * surrogate without its partner is no character.
 */
export function isText(value: unknown, minLength: number, maxLength: number): value is string {
  // A code point takes one or two units, so only lengths between the two need counting.
  if (typeof value !== 'string' || value.length < minLength || value.length > 2 * maxLength) return false;
  const length = value.length > maxLength || minLength > 1 ? [...value].length : value.length;
  return length >= minLength && length <= maxLength && !value.includes('\0') && !UNPAIRED_SURROGATE.test(value);
}
