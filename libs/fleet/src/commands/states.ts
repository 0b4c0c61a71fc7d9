import { OUTCOMES } from '../wire/members.js';

/** What can become of a command at its agent. */
export type Outcome = (typeof OUTCOMES)[number];

export const COMMAND_STATES = ['queued', 'sent', 'acknowledged', 'running', ...OUTCOMES, 'expired'] as const;
export type CommandState = (typeof COMMAND_STATES)[number];

/** A command that is in one of these never leaves them. */
export const FINAL_STATES: readonly CommandState[] = [...OUTCOMES, 'expired'];

/**
 * What the server concludes by itself, without a result. Of a command that was sent, its agent may know better: its first word takes the place of the
 * conclusion.
 */
export const CONCLUSIONS = ['cancelled', 'timed_out', 'expired'] as const satisfies readonly CommandState[];
