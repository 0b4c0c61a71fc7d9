import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { type ProblemCode, PROBLEMS } from '@skein/problem';
import { PinoLogger } from '../logging/pino-logger.js';
import type { Refused } from './routed.js';

/** Refusals that come by the thousand: those that anybody can cause without any credential, and those of a server whose database is away or that is full. */
const COUNTED: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'unauthorized',
  'foreign_origin',
  'too_many_requests',
  'too_many_connections',
  'backlog_full',
  'unavailable',
]);
const PERIOD_MS = 60_000;
/** Addresses that a line names; the others are only counted. */
const NAMED = 5;

interface Tally {
  count: number;
  senders: Set<string>;
  /** Why the latest was refused, where it is the server's doing. */
  cause: unknown;
}

/** Keeps the log short under an attack and in an outage: of each kind of refusal the first within a minute has a line of its own, the others one line together. */
@Injectable()
export class RefusalLog implements OnApplicationShutdown {
  private readonly tallies = new Map<ProblemCode, Tally>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly logger: PinoLogger) {}

  /** @returns whether the request gets a line of its own */
  tellsOf({ code, cause }: NonNullable<Refused['locals']>, sender: () => string): boolean {
    if (!isCounted(code)) return true;
    this.timer ??= setTimeout(() => this.tell(), PERIOD_MS).unref();
    const tally = this.tallies.get(code);
    if (!tally) {
      this.tallies.set(code, { count: 0, senders: new Set(), cause });
      return true;
    }
    tally.count += 1;
    tally.cause = cause;
    if (tally.senders.size < NAMED) tally.senders.add(sender());
    return false;
  }

  onApplicationShutdown(): void {
    this.tell();
  }

  private tell(): void {
    for (const [code, { count, senders, cause }] of this.tallies) {
      if (count === 0) continue;
      const members = { context: 'Http', code, count, senders: [...senders], ...(cause !== undefined && { cause }) };
      const level = PROBLEMS[code].status >= 500 ? 'warn' : 'info';
      this.logger.write(level, `Refused ${count} more requests with ${code} within a minute`, members);
    }
    this.tallies.clear();
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}

function isCounted(code: unknown): code is ProblemCode {
  return COUNTED.has(code as ProblemCode);
}
