import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { PresentResultsStore } from '../../ports/present-results-store.js';
import { SimulationStore } from '../../ports/simulation-store.js';
import { Holdings } from '../dispatch/holdings.js';
import { LiveResults } from './live-results.js';

const LOOK_MS = 250;
const FORGET_MS = 30_000;
/** Read at once; there are more only where somebody asks for everything. */
const MOST = 100;

/** Answers servers that are asked for results of what runners of this server hold. */
@Injectable()
export class ResultsForOthers implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(ResultsForOthers.name);
  private readonly answering = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private forgetMs = 0;
  private stopped = false;
  private troubled = false;
  private looking: Promise<void> | null = null;

  constructor(
    private readonly store: PresentResultsStore,
    private readonly simulations: SimulationStore,
    private readonly holdings: Holdings,
    private readonly live: LiveResults,
  ) {}

  onApplicationBootstrap(): void {
    this.next();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.looking;
  }

  private next(): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.looking = this.look()
        .then(() => (this.troubled = false))
        .catch((error: unknown) => {
          if (!this.troubled) this.logger.warn(`Results for other servers wait for the database: ${String(error)}`);
          this.troubled = true;
        })
        .then(() => this.next());
    }, LOOK_MS);
  }

  private async look(): Promise<void> {
    for (const { simId, now } of await this.store.asked(MOST)) {
      if (!this.holdings.any(simId) || this.answering.has(simId)) continue;
      this.answering.add(simId);
      void this.answer(simId, now)
        .catch((error: unknown) => this.logger.debug(`Results of ${simId} were asked for in vain: ${String(error)}`))
        .finally(() => this.answering.delete(simId));
    }
    if (Date.now() < this.forgetMs) return;
    this.forgetMs = Date.now() + FORGET_MS;
    await this.store.forget();
  }

  private async answer(simId: string, now: string): Promise<void> {
    const record = await this.simulations.find(simId);
    if (record) await this.live.own(record, { client: 'other servers', signal: new AbortController().signal }, now);
  }
}
