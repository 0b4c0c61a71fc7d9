import { OUTCOMES } from '../wire/members.js';

/** What can become of a command at its agent. */
export type Outcome = (typeof OUTCOMES)[number];

export const COMMAND_STATES = ['queued', 'sent', 'acknowledged', 'running', ...OUTCOMES, 'expired'] as const;
export type CommandState = (typeof COMMAND_STATES)[number];

/** In these nothing more happens. */
export const FINAL_STATES: readonly CommandState[] = [...OUTCOMES, 'expired'];
