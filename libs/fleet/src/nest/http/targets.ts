import { DomainError } from '@skein/problem';
import type { Targets } from '../../commands/command-record.js';
import type { OrderInput } from '../../requests/bodies.js';

/**
 * The targets of an order.
 * @throws DomainError `validation_failed` unless there is exactly one kind of them
 */
export function targetsOf({ ids, labels, all }: OrderInput['targets']): Targets {
  const kinds = [ids !== undefined, labels !== undefined, all === true].filter(Boolean).length;
  if (kinds === 1) {
    if (ids !== undefined) return { ids };
    if (labels === undefined) return { all: true };
    // Nobody who leaves the labels out by mistake means everybody.
    if (Object.keys(labels).length > 0) return { labels: labels };
  }
  throw new DomainError('validation_failed', 'The request does not validate.', [
    {
      pointer: '/targets',
      message: 'Name exactly one kind of target.',
      accepted: '{"ids": [...]}, {"labels": {...}} with at least one label, or {"all": true}',
    },
  ]);
}
