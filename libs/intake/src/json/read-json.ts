import { isUtf8 } from 'node:buffer';
import type { FieldProblem } from '@skein/problem';
import { overrunDetail, type Budget } from '../budget.js';
import { countMembers, findDuplicate } from './duplicate-member.js';
import { findFault } from './json-fault.js';
import { JsonMeter } from './json-meter.js';
import { quote } from './preview.js';

/** Why a text is rejected, as a problem document tells it. */
export interface JsonRefusal {
  code: 'not_json' | 'too_large' | 'validation_failed';
  detail: string;
  errors: FieldProblem[];
}

export type JsonOutcome = { ok: true; value: unknown } | { ok: false; refusal: JsonRefusal };

/** A name must not make the answer long. */
const LONGEST_POINTER = 300;

/**
 * Reads JSON in UTF-8 within a budget. Never throws.
 *
 * Rejects text beyond the budget before parsing it (`too_large`; `validation_failed` where it is nested too deep), text that is not JSON with the place
 * where it stops being so (`not_json`), and an object that names a member twice (`validation_failed`): `JSON.parse` would take the last one in silence.
 * @param subject of the sentences that tell why
 */
export function readJson(text: Uint8Array, budget: Budget, subject = 'The body'): JsonOutcome {
  const meter = new JsonMeter(budget);
  const overrun = meter.add(text);
  if (overrun) {
    const detail = overrunDetail(overrun, subject);
    if (overrun.what !== 'depth') return refused('too_large', detail, []);
    return refused('validation_failed', detail, [{ pointer: '', message: detail, accepted: `at most ${overrun.limit} levels` }]);
  }
  const bytes = Buffer.from(text.buffer, text.byteOffset, text.byteLength);
  if (!isUtf8(bytes)) return notJson(`${subject} is not UTF-8: see byte ${invalidByte(bytes)}, counted from 0.`);
  const characters = withoutMark(bytes.toString('utf8'));
  let value: unknown;
  try {
    value = JSON.parse(characters);
  } catch {
    if (characters.trim() === '') return notJson(`${subject} is empty; send a JSON object.`);
    const { line, column, expected, found } = findFault(characters);
    return notJson(`${subject} is not JSON: line ${line}, column ${column}: expected ${expected}, found ${found}.`);
  }
  // Counting costs a tenth of parsing; the place is looked for only where the counts differ.
  return countMembers(value) === meter.members ? { ok: true, value } : namedTwice(characters, value);
}

function namedTwice(characters: string, value: unknown): JsonOutcome {
  const duplicate = findDuplicate(characters);
  if (!duplicate) return { ok: true, value };
  const { pointer, name } = duplicate;
  const message = `${quote(name)} is given twice in one object; leave one of them out.`;
  const errors = [{ pointer: pointer.length > LONGEST_POINTER ? '' : pointer, message, accepted: 'each member once' }];
  return refused('validation_failed', `There is one problem with the request: ${message}`, errors);
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

function notJson(detail: string): JsonOutcome {
  return refused('not_json', detail, [{ pointer: '', message: detail, accepted: 'JSON in UTF-8' }]);
}

function refused(code: JsonRefusal['code'], detail: string, errors: FieldProblem[]): JsonOutcome {
  return { ok: false, refusal: { code, detail, errors } };
}
