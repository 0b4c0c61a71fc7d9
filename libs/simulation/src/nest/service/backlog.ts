import { Injectable } from '@nestjs/common';
import { SimulationStore } from '../../ports/simulation-store.js';
import { DispatchOptions } from '../dispatch/dispatch-options.js';

/** A count is good for this long; what other servers accept meanwhile is not in it. */
const COUNT_AGE_MS = 1_000;
/** At the limit the backlog is counted again before anybody is refused, but not more often than this. */
const RECOUNT_MS = 200;

/**
 * How much work waits, in all servers on the database: the last count, which is at most a second old, and what this server has accepted
 * since. So one server alone goes over the limit by no more than the requests that it is carrying out at that moment, each further one by what
 * it accepts within a second. Nobody is refused on an estimate: that takes a count of the last 200 ms which is at the limit.
 */
@Injectable()
export class Backlog {
  private counted = 0;
  private countedAt = -Infinity;
  private acceptedSince = 0;
  private counting: Promise<void> | null = null;

  constructor(
    private readonly store: SimulationStore,
    private readonly options: DispatchOptions,
  ) {}

  /** Whether there is room for one more. */
  async hasRoom(): Promise<boolean> {
    const age = performance.now() - this.countedAt;
    if (this.belowLimit()) {
      // The first count is waited for; a later one runs beside the requests.
      if (age > COUNT_AGE_MS) await (this.countedAt === -Infinity ? this.count() : void this.count().catch(ignore));
    } else if (this.counted < this.options.maxBacklog || age > RECOUNT_MS) {
      await this.count();
    }
    return this.belowLimit();
  }

  accepted(): void {
    this.acceptedSince += 1;
  }

  private belowLimit(): boolean {
    return this.counted + this.acceptedSince < this.options.maxBacklog;
  }

  private count(): Promise<void> {
    this.counting ??= this.recount().finally(() => (this.counting = null));
    return this.counting;
  }

  private async recount(): Promise<void> {
    const before = this.acceptedSince;
    this.counted = await this.store.pending(this.options.maxBacklog);
    this.countedAt = performance.now();
    this.acceptedSince -= before;
  }
}

/** The last count stands, and the request itself will meet whatever is wrong with the database. */
function ignore(): void {}
