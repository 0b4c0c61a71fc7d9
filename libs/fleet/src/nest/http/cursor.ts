import { DomainError } from '@skein/problem';

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
  throw new DomainError('validation_failed', 'The query does not validate.', [
    { pointer: '/cursor', message: 'This is no cursor of this list.', value, accepted: '`next_cursor` of the page before, unchanged' },
  ]);
}
