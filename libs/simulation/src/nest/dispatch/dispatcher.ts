import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { RecurringLog } from '@skein/problem';
import type { Runner } from '@skein/runner';
import type { Placement } from '@skein/topology';
import { ClaimStore, LEASE_SEC, LEAST_CLAIMED } from '../../ports/claim-store.js';
import { SimulationMetrics } from '../../ports/simulation-metrics.js';
import { Adoptions } from './adoptions.js';
import { Arrivals } from './arrivals.js';
import { Assignments } from './assignments.js';
import { CLAIM_BATCH, GATHER_MS, HEARTBEAT_MS, SWEEP_MS } from './dispatch-options.js';
import { Holdings } from './holdings.js';
import { lossOf } from './loss.js';
import { LostRunners } from './lost-runners.js';
import { Placements } from './placements.js';
import { Reconciliation } from './reconciliation.js';
import { ReportWriter } from './report-writer.js';
import { Room } from './room.js';
import { RunnerRegistry } from './runner-registry.js';
import { SnapshotWriter } from './snapshot-writer.js';
import { Suspects } from './suspects.js';
import { UntilWritten } from './until-written.js';

/** Claims pending simulations for the runners of this server, keeps their leases, and has brought back what lost its runner. */
@Injectable()
export class Dispatcher implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(Dispatcher.name);
  private readonly faults = new RecurringLog(this.logger);
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> | null = null;
  private wokenMeanwhile = false;
  private stopping = false;
  private readonly due = { heartbeat: 0 };

  constructor(
    private readonly store: ClaimStore,
    private readonly registry: RunnerRegistry,
    private readonly holdings: Holdings,
    private readonly writer: ReportWriter,
    private readonly snapshots: SnapshotWriter,
    private readonly lost: LostRunners,
    private readonly reconciliation: Reconciliation,
    private readonly adoptions: Adoptions,
    private readonly placements: Placements,
    private readonly assignments: Assignments,
    private readonly arrivals: Arrivals,
    private readonly room: Room,
    private readonly suspects: Suspects,
    private readonly untilWritten: UntilWritten,
    private readonly metrics: SimulationMetrics,
  ) {}

  onApplicationBootstrap(): void {
    for (const runner of this.registry.runners) this.hear(runner);
    this.registry.listen({
      joined: async (runner, running) => {
        this.hear(runner);
        await this.untilWritten.run(() => this.adoptions.adopt(runner, running));
        this.wake();
      },
      // What it runs it may go on with, under another connection: until its lease runs out, nobody takes that away.
      left: (runner) => this.holdings.leave(runner),
    });
    this.timer = setInterval(() => this.wake(), SWEEP_MS);
    this.wake();
  }

  /** There may be work, perhaps with this placement: look now instead of at the next sweep. */
  wake(placement: Placement = 'any'): void {
    this.placements.add(placement);
    if (this.stopping) return;
    this.wokenMeanwhile = true;
    this.round ??= this.rounds().finally(() => (this.round = null));
  }

  /** Gives everything back, so that another server, or the next start of this one, goes on with it at once. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    clearInterval(this.timer);
    this.untilWritten.giveUp();
    await Promise.all([this.round, this.arrivals.close()]);
    const { runners } = this.registry;
    await this.registry.stop();
    await Promise.all([this.writer.settled(), this.snapshots.stop()]);
    try {
      for (const { id } of runners.filter(({ outlives }) => !outlives)) await this.store.expire(id);
      await this.store.freeLost(lossOf('the server that ran it was shut down', false));
    } catch (error) {
      this.logger.warn(`Could not hand simulations over; they go on when their lease has run out: ${String(error)}`);
    }
  }

  private hear(runner: Runner): void {
    runner.onReport((report) => {
      this.writer.take(report, runner);
      if (this.suspects.areOn(runner)) this.wake();
    });
    runner.onSnapshot((claim, snapshot) => this.snapshots.take(claim, snapshot));
    runner.onLost((reason, claims, handedBack) => {
      if (!handedBack) this.suspects.died(runner);
      void this.lost.recover(runner, reason, claims, handedBack).then(() => this.wake());
    });
  }

  private async rounds(): Promise<void> {
    while (this.wokenMeanwhile && !this.stopping) {
      this.wokenMeanwhile = false;
      try {
        await this.keepLeases();
        await this.fill();
        await this.suspects.sweep();
      } catch (error) {
        this.arrivals.noteRound(null);
        this.faults.warn('Dispatching waits for the database', error);
      }
      await delay(GATHER_MS);
    }
  }

  /** Own leases first: after an outage of the database, this server must not find itself lost. */
  private async keepLeases(): Promise<void> {
    const now = Date.now();
    if (now < this.due.heartbeat) return;
    await this.store.heartbeat(
      this.registry.runners.map(({ id }) => id),
      LEASE_SEC,
    );
    this.due.heartbeat = now + HEARTBEAT_MS;
    const freed = await this.store.freeLost(lossOf('it stopped renewing its lease'));
    if (freed > 0) {
      this.metrics.lost(freed, 'lease');
      this.logger.warn(`${freed} simulations lost their runner and will be brought back`);
    }
    await this.reconciliation.run();
  }

  private async fill(): Promise<void> {
    for (const placement of await this.placements.inTurn()) {
      const mark = await this.fillFrom(placement);
      if (placement === 'any') this.arrivals.noteRound(this.stopping ? null : mark);
    }
  }

  /**
   * Hands out a batch at a time, each to the runner with the most room of those that fit, until nothing waits or nobody has room.
   * @returns the mark of what had arrived before the claim that left nothing behind; null where something may wait
   */
  private async fillFrom(placement: Placement): Promise<number | null> {
    for (;;) {
      const place = this.room.roomiest(placement);
      if (place === null || this.stopping) return null;
      const limit = Math.min(place.free, CLAIM_BATCH);
      const mark = this.arrivals.mark();
      const given = await this.assignments.give(place.runner, limit, placement);
      if (given.length < Math.min(limit, LEAST_CLAIMED)) return mark;
      // More may wait, perhaps what another server has lost, and has its turn before anything that comes now.
      if (placement === 'any') this.arrivals.noteRound(null);
    }
  }
}
