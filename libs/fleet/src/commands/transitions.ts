import { OUTCOMES } from '../wire/members.js';
import { type CommandState, CONCLUSIONS, type Outcome } from './states.js';

/**
 * What moves a command. `unheard`: its acknowledgement is missing, or its agent came back and does not know of it. `report_*` is the word of the
 * agent, which is taken in every state that is not final, and where the server has only concluded an end: a command that was put back may have been
 * carried out all the same.
 */
export type CommandEvent = 'send' | 'unheard' | 'acknowledge' | 'begin' | 'expire' | 'time_out' | 'withdraw' | `report_${Outcome}`;

const OPEN = ['queued', 'sent', 'acknowledged', 'running'] as const;

const REPORTS = [...OPEN, ...CONCLUSIONS].flatMap((from) => OUTCOMES.map((to) => ({ from, event: `report_${to}` as const, to })));

/** Every move a command can make; those from a conclusion only where it was sent and has no result, so that the first word counts. */
export const COMMAND_TRANSITIONS: readonly { from: CommandState; event: CommandEvent; to: CommandState }[] = [
  { from: 'queued', event: 'send', to: 'sent' },
  { from: 'queued', event: 'expire', to: 'expired' },
  { from: 'queued', event: 'withdraw', to: 'cancelled' },
  { from: 'sent', event: 'unheard', to: 'queued' },
  { from: 'acknowledged', event: 'unheard', to: 'queued' },
  { from: 'running', event: 'unheard', to: 'queued' },
  { from: 'queued', event: 'acknowledge', to: 'acknowledged' },
  { from: 'sent', event: 'acknowledge', to: 'acknowledged' },
  { from: 'queued', event: 'begin', to: 'running' },
  { from: 'sent', event: 'begin', to: 'running' },
  { from: 'acknowledged', event: 'begin', to: 'running' },
  // Of an agent that acknowledges nothing, sent is all that is known of the beginning.
  { from: 'sent', event: 'time_out', to: 'timed_out' },
  { from: 'running', event: 'time_out', to: 'timed_out' },
  ...REPORTS,
];

/** The states from which an event moves a command; in all others it changes nothing. */
export function statesBefore(event: CommandEvent): CommandState[] {
  return COMMAND_TRANSITIONS.filter((row) => row.event === event).map(({ from }) => from);
}
