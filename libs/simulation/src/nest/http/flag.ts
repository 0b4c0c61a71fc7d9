import { DomainError } from '@skein/problem';

/**
 * A query parameter that is true or false; false where it is left out.
 * @throws DomainError `validation_failed` for anything else
 */
export function flag(name: string, value: unknown): boolean {
  if (value === undefined || value === 'false') return false;
  if (value === 'true') return true;
  throw new DomainError('validation_failed', 'The query does not validate.', [
    { pointer: `/${name}`, message: `${name} is true or false.`, value, accepted: 'true, false' },
  ]);
}
