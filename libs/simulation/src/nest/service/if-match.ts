import { DomainError } from '@skein/problem';
import type { SimulationRecord } from '../../lifecycle/simulation-record.js';

/**
 * Whether a simulation is at the version that the client has seen.
 * @param match from `If-Match`; null where any version will do
 * @throws DomainError `precondition_failed`
 */
export function checkMatch(record: SimulationRecord, match: number | null): void {
  if (match === null || match === record.version) return;
  throw new DomainError(
    'precondition_failed',
    `The simulation is at version ${record.version}, not ${match}; read its status again, and repeat the change if it is still wanted.`,
  );
}
