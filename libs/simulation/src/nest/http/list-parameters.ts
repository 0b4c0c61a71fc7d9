import { DomainError, type FieldProblem } from '@skein/problem';
import { MAX_LABELS, MAX_NAME_LENGTH } from '@skein/topology';
import { decodeCursor } from '../../documents/list-cursor.js';
import { STATUSES } from '../../lifecycle/status.js';
import type { ListQuery, NameFilter } from '../../ports/simulation-store.js';

export const DEFAULT_LIMIT = 50;
export const MAX_LIMIT = 500;
const KNOWN = ['status', 'label', 'name', 'limit', 'cursor'];

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
  const labels = labelsIn(query.label, errors);
  const name = nameIn(query.name, errors);
  if (query.cursor !== undefined && typeof query.cursor !== 'string') {
    errors.push({ pointer: '/cursor', message: 'Give the cursor once.', value: query.cursor });
  }
  if (errors.length > 0) throw new DomainError('validation_failed', 'The query does not validate.', errors);
  const after = typeof query.cursor === 'string' ? decodeCursor(query.cursor) : null;
  return { status, labels, name, limit: limit ?? DEFAULT_LIMIT, after };
}

function wholeNumber(text: unknown): number | null {
  return typeof text === 'string' && /^\d{1,9}$/.test(text) ? Number(text) : null;
}

/** `key:value`, split at the first colon: names may not hold one then, values may. */
function labelsIn(sent: unknown, errors: FieldProblem[]): Record<string, string> {
  if (sent === undefined) return {};
  const texts: unknown[] = Array.isArray(sent) ? sent : [sent];
  if (texts.length > MAX_LABELS) {
    errors.push({
      pointer: '/label',
      message: `There are ${texts.length} labels.`,
      accepted: `at most ${MAX_LABELS} labels, which is as many as a simulation can have`,
    });
    return {};
  }
  const labels = new Map<string, string>();
  for (const text of texts) {
    const colon = typeof text === 'string' ? text.indexOf(':') : -1;
    const refuse = (message: string, accepted: string): void => void errors.push({ pointer: '/label', message, value: text, accepted });
    if (typeof text !== 'string' || colon < 1 || text.includes('\0')) {
      refuse('This is not a label with its value.', 'the name of a label, a colon and its value, such as team:core');
      continue;
    }
    const [name, value] = [text.slice(0, colon), text.slice(colon + 1)];
    const other = labels.get(name);
    if (other !== undefined && other !== value)
      refuse(`A simulation has one value of each label, and here are two of ${quote(name)}.`, 'each label once');
    labels.set(name, value);
  }
  return Object.fromEntries(labels);
}

function nameIn(sent: unknown, errors: FieldProblem[]): NameFilter | null {
  if (sent === undefined) return null;
  if (typeof sent !== 'string' || sent === '' || sent.length > MAX_NAME_LENGTH + 1 || sent.includes('\0')) {
    const accepted = `a name of 1 to ${MAX_NAME_LENGTH} characters, or the beginning of one and an asterisk, such as abc*`;
    errors.push({ pointer: '/name', message: 'This is not the name of a simulation.', value: sent, accepted });
    return null;
  }
  return sent.endsWith('*') ? { startsWith: sent.slice(0, -1) } : { is: sent };
}

function quote(text: string): string {
  return JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}…` : text);
}
