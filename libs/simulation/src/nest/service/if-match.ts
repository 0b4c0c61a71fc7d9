import { DomainError } from '@skein/problem';
import type { SimulationRecord } from '../../lifecycle/simulation-record.js';

/**
 * Whether a simulation is at the version that the client has seen.
 * @param match the versions that `If-Match` names, any of which will do; null where it asks for none
 * @throws DomainError `precondition_failed`
 */
export function checkMatch(record: SimulationRecord, match: readonly number[] | null): void {
  if (match === null || match.includes(record.version)) return;
  throw new DomainError(
    'precondition_failed',
    `The simulation is at version ${record.version}, not ${match.length > 0 ? match.slice(0, 10).join(', ') : 'what If-Match names'}; read its status again, and repeat the change if it is still wanted.`,
  );
}
