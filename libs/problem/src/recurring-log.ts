import { Minutely } from './minutely.js';

type Level = 'warn' | 'error';
type Members = Record<string, unknown>;

/** What writes the lines, such as a `Logger` of Nest. */
export type FaultLogger = Record<Level, (line: string, members: Members) => void>;

/**
 * Logs faults that recur, such as those of each simulation while the database is away. Of each kind, the first is logged at once; from then on one line
 * a minute gives the latest and the number of those that it stands for.
 */
export class RecurringLog {
  private readonly latest = new Map<string, { cause: unknown; members: Members }>();

  constructor(
    private readonly logger: FaultLogger,
    private readonly minutely = new Minutely(),
  ) {}

  /**
   * @param kind a fixed text that says what failed; ids belong into `members`
   * @param cause why it failed
   */
  warn(kind: string, cause: unknown, members: Members = {}): void {
    this.take('warn', kind, cause, members);
  }

  /** As `warn`, for faults that somebody must mend. */
  error(kind: string, cause: unknown, members: Members = {}): void {
    this.take('error', kind, cause, members);
  }

  private take(level: Level, kind: string, cause: unknown, members: Members): void {
    this.latest.set(kind, { cause, members });
    this.minutely.note(kind, (times) => this.tell(level, kind, times));
  }

  private tell(level: Level, kind: string, times: number): void {
    const { cause, members } = this.latest.get(kind)!;
    if (times === 1) this.logger[level](`${kind}: ${String(cause)}`, members);
    else this.logger[level](`${kind}: ${String(cause)} (${times} times in the last minute)`, { ...members, count: times });
  }
}
