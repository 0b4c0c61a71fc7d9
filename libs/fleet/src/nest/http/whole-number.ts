import { DomainError } from '@skein/problem';

/**
 * A query parameter that is a whole number; `otherwise` where it is left out.
 * @throws DomainError `validation_failed` for anything else
 */
export function wholeNumber(name: string, value: unknown, otherwise: number, least: number, most: number): number {
  if (value === undefined) return otherwise;
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : NaN;
  if (number >= least && number <= most) return number;
  throw new DomainError('validation_failed', 'The query does not validate.', [
    { pointer: `/${name}`, message: `${name} is out of range.`, value, accepted: `a whole number from ${least} to ${most}` },
  ]);
}
