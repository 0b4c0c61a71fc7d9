import { DomainError } from '@skein/problem';
import type { AgentPlace } from '../../ports/agent-store.js';

/** A place in a list, for the next page. */
export function cursorOf(place: string): string {
  return Buffer.from(place).toString('base64url');
}

/**
 * The place that a `cursor` stands for; null where the query has none.
 * @throws DomainError `validation_failed` for what is no cursor
 */
export function cursorAfter(value: unknown): string | null {
  if (value === undefined) return null;
  const place = typeof value === 'string' && value.length <= 2000 ? Buffer.from(value, 'base64url').toString() : '';
  if (place !== '' && cursorOf(place) === value && !place.includes('\0')) return place;
  throw noCursor(value);
}

/** The same where places are numbers. */
export function cursorBefore(value: unknown): number | null {
  const place = cursorAfter(value);
  if (place === null || /^[1-9]\d{0,15}$/.test(place)) return place === null ? null : Number(place);
  throw noCursor(value);
}

/** A place in the list of agents. */
export function cursorOfAgent({ registeredAt, agentId }: AgentPlace): string {
  return cursorOf(`${registeredAt.getTime()} ${agentId}`);
}

/** The place behind which the next page of agents begins. */
export function agentAfter(value: unknown): AgentPlace | null {
  const place = cursorAfter(value);
  if (place === null) return null;
  const [, timeMs, agentId] = /^(\d{1,13}) (.+)$/s.exec(place) ?? [];
  if (timeMs === undefined || agentId === undefined) throw noCursor(value);
  return { registeredAt: new Date(Number(timeMs)), agentId };
}

function noCursor(value: unknown): DomainError {
  return new DomainError('validation_failed', 'The query does not validate.', [
    { pointer: '/cursor', message: 'This is no cursor of this list.', value, accepted: 'the cursor that the page before gave, unchanged' },
  ]);
}
