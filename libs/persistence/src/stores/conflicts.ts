import { VersionConflict } from '@skein/problem';

const UNIQUE_VIOLATION = '23505';

/** Whether a statement failed because a key is taken. */
export function violates(error: unknown, key: 'pk_change_requests' | 'pk_simulations'): boolean {
  const { code, constraint } = error as { code?: string; constraint?: string };
  return code === UNIQUE_VIOLATION && constraint === key;
}

/** @throws VersionConflict in place of the driver's error when the request id is taken; any other error as it is. */
export function rethrowTakenRequest(simId: string): (error: unknown) => never {
  return (error) => {
    if (violates(error, 'pk_change_requests')) throw new VersionConflict(simId);
    throw error;
  };
}
