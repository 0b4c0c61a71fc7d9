import { VersionConflict } from '@skein/problem';

const UNIQUE_VIOLATION = '23505';

/** @throws VersionConflict in place of the driver's error when the request id is taken; any other error as it is. */
export function rethrowTakenRequest(simId: string): (error: unknown) => never {
  return (error) => {
    const { code, constraint } = error as { code?: string; constraint?: string };
    if (code === UNIQUE_VIOLATION && constraint === 'pk_change_requests') throw new VersionConflict(simId);
    throw error;
  };
}
