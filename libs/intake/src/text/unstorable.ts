import { at } from '@skein/problem';
import { quote } from '../json/preview.js';

/** A text that PostgreSQL or a URL cannot hold. */
export interface Unstorable {
  /** RFC 6901 pointer to the string, or to the member whose name it is. */
  pointer: string;
  message: string;
}

/** Written as an escape: in UTF-8 text, neither NUL nor half of a surrogate pair can come in another way. */
const ESCAPE = '\\u';

/** Whether PostgreSQL and a URL can hold the text: it has no NUL, and is Unicode, without half of a surrogate pair. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

/**
 * Whether JSON text may hold such strings at all; if not, its value need not be searched.
 * @param text JSON, decoded from UTF-8 or as its bytes
 */
export function mayBeUnstorable(text: string | Uint8Array): boolean {
  return typeof text === 'string' ? text.includes(ESCAPE) : Buffer.from(text.buffer, text.byteOffset, text.byteLength).includes(ESCAPE);
}

/** Finds the first string, or name of a member, that cannot be stored. The depth of the value must be bounded. */
export function findUnstorable(value: unknown, pointer = ''): Unstorable | null {
  if (typeof value === 'string') return isStorable(value) ? null : { pointer, message: `This text ${fault(value)}.` };
  if (typeof value !== 'object' || value === null) return null;
  if (Array.isArray(value)) return first(value.keys(), (index) => findUnstorable(value[index], at(pointer, index)));
  return first(Object.keys(value), (name) => {
    // The name itself could not be written into the answer.
    if (!isStorable(name)) return { pointer, message: `The name ${quote(name)} of one of its members ${fault(name)}.` };
    return findUnstorable((value as Record<string, unknown>)[name], at(pointer, name));
  });
}

function fault(text: string): string {
  return text.includes('\0') ? 'has the character NUL' : 'has half of a surrogate pair, which is no character';
}

function first<Key>(keys: Iterable<Key>, find: (key: Key) => Unstorable | null): Unstorable | null {
  for (const key of keys) {
    const found = find(key);
    if (found !== null) return found;
  }
  return null;
}
