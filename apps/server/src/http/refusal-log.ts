import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { ProblemCode } from '@skein/problem';
import { PinoLogger } from '../logging/pino-logger.js';

/** Refusals that anybody can cause by the thousand, without any credential. */
const COUNTED: ReadonlySet<unknown> = new Set<ProblemCode>(['unauthorized', 'foreign_origin', 'too_many_requests', 'too_many_connections']);
const PERIOD_MS = 60_000;
/** Addresses that a line names; the others are only counted. */
const NAMED = 5;

interface Tally {
  count: number;
  senders: Set<string>;
}

/** Keeps the log short under an attack: of each kind of refusal the first within a minute has a line of its own, the others one line together. */
@Injectable()
export class RefusalLog implements OnApplicationShutdown {
  private readonly tallies = new Map<string, Tally>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly logger: PinoLogger) {}

  /** @returns whether the request gets a line of its own */
  tellsOf(code: unknown, sender: () => string): boolean {
    if (!COUNTED.has(code)) return true;
    this.timer ??= setTimeout(() => this.tell(), PERIOD_MS).unref();
    const tally = this.tallies.get(code as string);
    if (!tally) {
      this.tallies.set(code as string, { count: 0, senders: new Set() });
      return true;
    }
    tally.count += 1;
    if (tally.senders.size < NAMED) tally.senders.add(sender());
    return false;
  }

  onApplicationShutdown(): void {
    this.tell();
  }

  private tell(): void {
    for (const [code, { count, senders }] of this.tallies) {
      if (count === 0) continue;
      const members = { context: 'Http', code, count, senders: [...senders] };
      this.logger.write('info', `Refused ${count} more requests with ${code} within a minute`, members);
    }
    this.tallies.clear();
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}
