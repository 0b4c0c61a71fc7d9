import type { Speed } from '@skein/topology';
import type { Claim, Course, EditEntry, ResultsAt } from '../messages.js';
import { RequestRefused } from '../request-refused.js';
import { Runner } from '../runner.js';
import { WorkerRunner } from './worker-runner.js';
import type { ThreadOptions } from './worker-thread.js';

export interface PoolOptions extends ThreadOptions {
  /** Begins the ids of its runners: `<name>/thread-1`, … */
  name: string;
  /** How many threads, 1 or more. */
  threads: number;
}

/** Several worker threads as one runner, and each by itself; and one more, for what is to run apart from all others. */
export class RunnerPool extends Runner {
  readonly id: string;
  readonly runners: readonly WorkerRunner[];
  readonly apart: WorkerRunner;
  private readonly all: readonly WorkerRunner[];

  constructor({ name, threads, ...options }: PoolOptions) {
    super();
    this.id = name;
    this.runners = Array.from({ length: threads }, (_, i) => new WorkerRunner(`${name}/thread-${i + 1}`, options));
    this.apart = new WorkerRunner(`${name}/apart`, options);
    this.all = [...this.runners, this.apart];
    for (const runner of this.all) {
      runner.onReport((report) => this.reported(report));
      runner.onSnapshot((claim, snapshot) => this.tookSnapshot(claim, snapshot));
      runner.onLost((reason, claims) => this.lost(reason, claims));
    }
  }

  override get load(): number {
    return this.all.reduce((sum, { load }) => sum + load, 0);
  }

  /** In the place of an earlier epoch of the simulation; by the thread with the least to do, or apart. */
  override start(claim: Claim, scenario: string, speed: Speed, course?: Course, apart = false): void {
    for (const runner of this.all) {
      const before = runner.claimOf(claim.sim_id);
      if (before && before.epoch >= claim.epoch) return;
      if (before) runner.drop(before);
    }
    (apart ? this.apart : this.leastLoaded()).start(claim, scenario, speed, course, apart);
  }

  override async hold(claim: Claim, results: boolean, deadlineMs: number): Promise<ResultsAt> {
    return this.mustHold(claim).hold(claim, results, deadlineMs);
  }

  override release(claim: Claim): void {
    this.holder(claim)?.release(claim);
  }

  override edit(claim: Claim, entry: EditEntry): void {
    this.holder(claim)?.edit(claim, entry);
  }

  override pace(claim: Claim, speed: Speed): void {
    this.holder(claim)?.pace(claim, speed);
  }

  override drop(claim: Claim): void {
    this.holder(claim)?.drop(claim);
  }

  override async results(claim: Claim, deadlineMs: number): Promise<ResultsAt> {
    return this.mustHold(claim).results(claim, deadlineMs);
  }

  override replay(scenario: string, course: Course, final: boolean, deadlineMs: number): Promise<ResultsAt> {
    return this.leastLoaded().replay(scenario, course, final, deadlineMs);
  }

  override async stop(): Promise<void> {
    await Promise.all(this.all.map((runner) => runner.stop()));
  }

  private holder({ sim_id, epoch }: Claim): WorkerRunner | undefined {
    return this.all.find((runner) => runner.claimOf(sim_id)?.epoch === epoch);
  }

  private mustHold(claim: Claim): WorkerRunner {
    const runner = this.holder(claim);
    if (!runner) throw new RequestRefused(`Simulation ${claim.sim_id} is not here under epoch ${claim.epoch}.`);
    return runner;
  }

  private leastLoaded(): WorkerRunner {
    return this.runners.reduce((least, runner) => (runner.load < least.load ? runner : least));
  }
}
