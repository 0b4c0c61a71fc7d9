import { isUtf8 } from 'node:buffer';
import type { Refusal } from '../outcome.js';
import { findFault } from './json-fault.js';

/** The value that a body holds as JSON in UTF-8, or why it holds none, with the position in words. */
export function parseJson(body: Uint8Array): { ok: true; value: unknown } | { ok: false; refusal: Refusal } {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  if (!isUtf8(bytes)) return notJson(`The body is not UTF-8: see byte ${invalidByte(bytes)}, counted from 0.`);
  const text = withoutMark(bytes.toString('utf8'));
  if (text.trim() === '') return notJson('The body is empty; send a JSON object.');
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch {
    const { line, column, expected, found } = findFault(text);
    return notJson(`The body is not JSON: line ${line}, column ${column}: expected ${expected}, found ${found}.`);
  }
}

/** Some editors begin a file with a byte order mark, which is no part of the JSON. */
function withoutMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/** Decoding replaces what is invalid, so there the text encodes to other bytes. */
function invalidByte(bytes: Buffer): number {
  const again = Buffer.from(bytes.toString('utf8'), 'utf8');
  let index = 0;
  while (bytes[index] === again[index]) index += 1;
  return index;
}

function notJson(detail: string): { ok: false; refusal: Refusal } {
  return {
    ok: false,
    refusal: { code: 'not_json', detail, errors: [{ pointer: '', message: detail, accepted: 'JSON in UTF-8' }], total: 1 },
  };
}
