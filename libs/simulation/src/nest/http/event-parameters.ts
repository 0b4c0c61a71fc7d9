import { DomainError, type FieldProblem } from '@skein/problem';
import { LOG_LEVELS, type LogLevel } from '@skein/topology';
import { isSimId } from '../../documents/list-cursor.js';
import { EVENT_TYPES, type EventType } from '../../ports/event-store.js';
import type { EventFilter } from '../events/event-reader.js';

export const DEFAULT_LOG_LIMIT = 100;
export const MAX_LOG_LIMIT = 1_000;
const NUMBER = /^\d{1,15}$/;

export interface StreamParameters extends EventFilter {
  /** Number of the last event that the client has; null where it has none. */
  after: number | null;
}

/**
 * Reads the query of an event stream. `Last-Event-ID`, which a client that comes back sends of itself, goes before `after`.
 * @throws DomainError `validation_failed`, listing every parameter that is wrong
 */
export function streamParameters(
  query: Record<string, unknown>,
  lastEventId: string | undefined,
  known: readonly string[],
): StreamParameters {
  const errors = unknownOf(query, known);
  const types = listOf(query['type']);
  for (const type of types) {
    if (!EVENT_TYPES.some((name) => name === type)) {
      errors.push({ pointer: '/type', message: 'This is not a type of event.', value: type, accepted: EVENT_TYPES.join(', ') });
    }
  }
  const simIds = listOf(query['sim_id']);
  for (const simId of simIds) {
    if (typeof simId !== 'string' || !isSimId(simId))
      errors.push({ pointer: '/sim_id', message: 'This is no id of a simulation.', value: simId });
  }
  const after = lastEventId === undefined || lastEventId === '' ? query['after'] : lastEventId;
  if (after !== undefined && (typeof after !== 'string' || !NUMBER.test(after))) {
    errors.push({ pointer: '/after', message: 'This is not the number of an event.', value: after, accepted: 'the id of an event, or 0' });
  }
  refuse(errors);
  return {
    simIds: query['sim_id'] === undefined ? null : new Set(simIds as string[]),
    types: new Set(types.length > 0 ? (types as EventType[]) : EVENT_TYPES),
    after: after === undefined ? null : Number(after),
  };
}

/**
 * Reads the query of `GET /logs/{sim_id}`.
 * @throws DomainError `validation_failed`
 */
export function logParameters(query: Record<string, unknown>): { levels: LogLevel[]; limit: number; after: number } {
  const errors = unknownOf(query, ['level', 'limit', 'cursor']);
  const { level = 'debug', limit = String(DEFAULT_LOG_LIMIT), cursor = '0' } = query;
  const least = LOG_LEVELS.findIndex((known) => known === level);
  if (least < 0) errors.push({ pointer: '/level', message: 'This is not a level.', value: level, accepted: LOG_LEVELS.join(', ') });
  const most = typeof limit === 'string' && NUMBER.test(limit) ? Number(limit) : 0;
  if (most < 1 || most > MAX_LOG_LIMIT) {
    errors.push({
      pointer: '/limit',
      message: 'The limit is out of range.',
      value: limit,
      accepted: `a whole number from 1 to ${MAX_LOG_LIMIT}`,
    });
  }
  if (typeof cursor !== 'string' || !NUMBER.test(cursor)) {
    errors.push({ pointer: '/cursor', message: 'Use next_cursor of the page before, as it stands, or leave it out.', value: cursor });
  }
  refuse(errors);
  return { levels: LOG_LEVELS.slice(least), limit: most, after: Number(cursor) };
}

/** `a,b` as well as the parameter given twice. */
function listOf(value: unknown): unknown[] {
  if (value === undefined) return [];
  return [value].flat().flatMap((item): unknown[] => (typeof item === 'string' ? item.split(',') : [item]));
}

function unknownOf(query: Record<string, unknown>, known: readonly string[]): FieldProblem[] {
  return Object.keys(query)
    .filter((name) => !known.includes(name))
    .map((name) => ({ pointer: `/${name}`, message: `There is no query parameter ${name}.`, accepted: known.join(', ') }));
}

function refuse(errors: readonly FieldProblem[]): void {
  if (errors.length > 0) throw new DomainError('validation_failed', 'The query does not validate.', errors);
}
