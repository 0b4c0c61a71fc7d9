/**
 * How far a simulation has come, in simulated seconds: to where it is recorded to be, and at least to its last edit, which may be recorded before
 * progress is.
 */
export function reachedSec(recordedSec: number, edits: readonly { at_sec: number }[]): number {
  return Math.max(recordedSec, edits.at(-1)?.at_sec ?? 0);
}
