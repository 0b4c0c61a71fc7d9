/** Why a message of an agent is refused. */
export const REFUSAL_REASONS = ['malformed', 'invalid', 'too_large', 'overload'] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

/** What the commands that pass through this server tell whoever watches it. By the clock of the database, in seconds. */
export abstract class FleetMetrics {
  /** Commands were sent. @param waitedSec for how long each has waited since it was given; 0 for what was sent at once */
  abstract sent(waitedSec: readonly number[]): void;

  /** A result was recorded. @param tookSec since the command was last sent */
  abstract answered(tookSec: number): void;

  /** A message of an agent was refused. */
  abstract refused(reason: RefusalReason): void;
}
