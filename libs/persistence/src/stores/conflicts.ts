import { VersionConflict } from '@skein/problem';

const UNIQUE_VIOLATION = '23505';

/** PostgreSQL chooses which of a new simulation's rows it adds first, so that any of these may be the key that is violated. */
const KEYS_OF_SIMULATION = ['pk_simulations', 'pk_simulation_scenarios', 'pk_simulation_progress'];

/** Whether a statement failed because it adds a simulation that is there already. */
export function addsAgain(error: unknown): boolean {
  return violates(error, KEYS_OF_SIMULATION);
}

/** @throws VersionConflict in place of the driver's error when the request id is taken; any other error as it is. */
export function rethrowTakenRequest(simId: string): (error: unknown) => never {
  return (error) => {
    if (violates(error, ['pk_change_requests'])) throw new VersionConflict(simId);
    throw error;
  };
}

function violates(error: unknown, keys: readonly string[]): boolean {
  const { code, constraint } = error as { code?: string; constraint?: string };
  return code === UNIQUE_VIOLATION && constraint !== undefined && keys.includes(constraint);
}
