import { DomainError, type FieldProblem } from '@skein/problem';
import { decodeCursor } from '../../documents/list-cursor.js';
import { STATUSES } from '../../lifecycle/status.js';
import type { ListQuery } from '../../ports/simulation-store.js';

export const DEFAULT_LIMIT = 50;
export const MAX_LIMIT = 500;
const KNOWN = ['status', 'limit', 'cursor'];

/**
 * Reads the query of `GET /simulations`.
 * @throws DomainError `validation_failed`, listing every parameter that is wrong
 */
export function listParameters(query: Record<string, unknown>): ListQuery {
  const errors: FieldProblem[] = Object.keys(query)
    .filter((name) => !KNOWN.includes(name))
    .map((name) => ({ pointer: `/${name}`, message: `There is no query parameter ${name}.`, accepted: KNOWN.join(', ') }));
  const status = STATUSES.find((known) => known === query.status) ?? null;
  if (query.status !== undefined && !status) {
    errors.push({ pointer: '/status', message: 'This is not a status.', value: query.status, accepted: STATUSES.join(', ') });
  }
  const limit = query.limit === undefined ? DEFAULT_LIMIT : wholeNumber(query.limit);
  if (limit === null || limit < 1 || limit > MAX_LIMIT) {
    errors.push({
      pointer: '/limit',
      message: 'The limit is out of range.',
      value: query.limit,
      accepted: `a whole number from 1 to ${MAX_LIMIT}`,
    });
  }
  if (query.cursor !== undefined && typeof query.cursor !== 'string') {
    errors.push({ pointer: '/cursor', message: 'Give the cursor once.', value: query.cursor });
  }
  if (errors.length > 0) throw new DomainError('validation_failed', 'The query does not validate.', errors);
  const after = typeof query.cursor === 'string' ? decodeCursor(query.cursor) : null;
  return { status, limit: limit ?? DEFAULT_LIMIT, after };
}

function wholeNumber(text: unknown): number | null {
  return typeof text === 'string' && /^\d{1,9}$/.test(text) ? Number(text) : null;
}
