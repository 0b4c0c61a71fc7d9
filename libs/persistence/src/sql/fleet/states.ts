import { FINAL_STATES, statesBefore, type CommandEvent } from '@skein/fleet';

/** As an SQL list: the states from which an event moves a command. */
export const before = (event: CommandEvent): string => list(statesBefore(event));

export const ENDED = list(FINAL_STATES);

/** What is to be sent again, unless nobody wants it any more. */
export const REQUEUED = `
  state = CASE WHEN cancel_requested_at IS NULL THEN 'queued' ELSE 'cancelled' END,
  finished_at = CASE WHEN cancel_requested_at IS NULL THEN NULL ELSE clock_timestamp() END,
  due_at = CASE WHEN cancel_requested_at IS NULL THEN expires_at END`;

function list(states: readonly string[]): string {
  return `(${states.map((state) => `'${state}'`).join(', ')})`;
}
