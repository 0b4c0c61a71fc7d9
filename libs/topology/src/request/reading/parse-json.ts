import { MAX_DEPTH, readJson, SMALL_BYTES, type Budget } from '@skein/intake';
import type { Refusal } from '../outcome.js';

/** The densest real requests have four bytes for each token: long paths of nodes with ids of one character. */
const BYTES_PER_TOKEN = 2;

/**
 * What the body of a request may become.
 * @param bytes the longest body that is accepted
 */
export function requestBudget(bytes: number): Budget {
  return { bytes, tokens: Math.max(SMALL_BYTES, bytes) / BYTES_PER_TOKEN, depth: MAX_DEPTH };
}

/** The value that a body holds as JSON in UTF-8, or why it is refused, with the position in words. */
export function parseJson(body: Uint8Array, bytes: number): { ok: true; value: unknown } | { ok: false; refusal: Refusal } {
  const outcome = readJson(body, requestBudget(bytes));
  if (outcome.ok) return outcome;
  const { refusal } = outcome;
  return { ok: false, refusal: { ...refusal, total: refusal.errors.length } };
}
