import { Injectable, Logger } from '@nestjs/common';
import type { Claim, Moved, Report, Runner } from '@skein/runner';
import { step } from '../../lifecycle/transitions.js';
import { ClaimStore, type ClaimEnd } from '../../ports/claim-store.js';
import { RecurringLog, fullJitterMs } from '@skein/problem';
import { SimulationMetrics } from '../../ports/simulation-metrics.js';
import { MAX_ATTEMPTS } from './dispatch-options.js';
import { Holdings } from './holdings.js';
import { LogWriter } from './log-writer.js';
import { lossOf } from './loss.js';
import { Testimony } from './testimony.js';
import { UntilWritten } from './until-written.js';

/** Failures of which another attempt may know nothing. */
const MACHINE_FAILURES: readonly string[] = ['out_of_memory'];
const RETRY_BASE_MS = 1_000;
const RETRY_CAP_MS = 60_000;

type End = Pick<ClaimEnd, 'step' | 'ended' | 'error'>;

/** Makes what runners report durable: progress and ends, each in batches. */
@Injectable()
export class ReportWriter {
  private readonly faults = new RecurringLog(new Logger(ReportWriter.name));
  private readonly moved = new Map<string, Moved>();
  private flushing: Promise<void> | null = null;
  /** The statement that is in flight. */
  private recording: Promise<void> | null = null;
  private readonly ending = new Set<Promise<void>>();

  constructor(
    private readonly store: ClaimStore,
    private readonly holdings: Holdings,
    private readonly logs: LogWriter,
    private readonly untilWritten: UntilWritten,
    private readonly testimony: Testimony,
    private readonly metrics: SimulationMetrics,
  ) {}

  /** @param runner who reports, and is told when an end is on record */
  take(report: Report, runner: Runner): void {
    if (report.type === 'progress') this.takeProgress(report.moved);
    else if (report.type === 'workload') this.metrics.worked(report.packet_hops, report.lag_ms / 1000);
    else if (report.type === 'log') this.takeLog(report);
    else if (report.type === 'done') this.track(this.finish(report), report, runner);
    else this.track(this.fail(report), report, runner);
  }

  /** Resolves when everything taken so far is written, or has been given up. */
  async settled(): Promise<void> {
    await Promise.all([...this.ending, this.flushing, this.logs.settled()]);
  }

  private takeLog({ entries, ...claim }: Extract<Report, { type: 'log' }>): void {
    const latestSec = entries.reduce((latest, { simulated_sec }) => Math.max(latest, simulated_sec), 0);
    if (this.testimony.mayBeAt(claim, latestSec, 'log')) this.logs.take(claim, entries);
  }

  private takeProgress(moved: readonly Moved[]): void {
    for (const progress of moved) {
      if (this.testimony.mayBeAt(progress, progress.simulated_sec, 'progress')) this.moved.set(progress.sim_id, progress);
    }
    this.flushing ??= this.flush().finally(() => (this.flushing = null));
  }

  /** One statement in flight; what arrives meanwhile goes into the next. Progress that cannot be written is superseded, not repeated. */
  private async flush(): Promise<void> {
    while (this.moved.size > 0) {
      const batch = [...this.moved.values()].map((p) => ({
        simId: p.sim_id,
        epoch: p.epoch,
        simulatedSec: p.simulated_sec,
        routed: p.routed,
      }));
      this.moved.clear();
      this.metrics.progressWritten(batch.length);
      this.recording = this.store.recordProgress(batch).catch((error: unknown) => this.faults.warn('Progress was not recorded', error));
      await this.recording;
    }
  }

  private async finish(report: Extract<Report, { type: 'done' }>): Promise<void> {
    const { sim_id, epoch } = report;
    try {
      if (!(await this.testimony.mayBeOf({ sim_id, epoch }, report, true))) return;
    } catch (error) {
      await this.endUnrecorded({ simId: sim_id, epoch }, error);
      this.holdings.remove(report);
      return;
    }
    await this.end(report, { ...ended(report), step: step('running', 'finish', 'simulated to the end') });
  }

  /**
   * What the machine is to blame for is tried again, after a pause; what the input or the engine is to blame for would only fail again. What is paused does not
   * go back to pending: it is brought back as from a runner that is lost.
   */
  private async fail({ code, message, ...claim }: Extract<Report, { type: 'failed' }>): Promise<void> {
    const key = { simId: claim.sim_id, epoch: claim.epoch };
    await this.logs.written(claim);
    if (MACHINE_FAILURES.includes(code)) {
      const failures = ((await this.untilWritten.run(() => this.store.retries(key)).catch(() => null)) ?? MAX_ATTEMPTS) + 1;
      if (failures < MAX_ATTEMPTS) {
        this.moved.delete(claim.sim_id);
        const delaySec = fullJitterMs(failures, RETRY_BASE_MS, RETRY_CAP_MS) / 1000;
        const again = step('running', 'retry', `attempt ${failures} failed: ${message}`);
        await this.untilWritten
          .run(() => this.store.retry(key, again, delaySec))
          .then((put) => (put ? this.metrics.retried() : this.untilWritten.run(() => this.store.lose([key], lossOf(message)))))
          .catch((error: unknown) => this.unreturned(key.simId, error));
        this.holdings.remove(claim);
        return;
      }
    }
    const error = { code, message };
    await this.end(claim, { error, step: step('running', 'fail', message) }, { error, step: step('paused', 'fail', message) });
  }

  private unreturned(simId: string, error: unknown): void {
    this.faults.error('A simulation was not put back; it goes on when its lease has run out', error, { sim_id: simId });
  }

  /** @param otherwise where it may have another status by now, from which it can end as well */
  private async end(claim: Claim, end: End, otherwise?: End): Promise<void> {
    const { sim_id: simId, epoch } = claim;
    await this.logs.written(claim);
    this.moved.delete(simId);
    // Two statements that change many of the same rows could wait for each other; in the next one this simulation is not.
    await this.recording;
    try {
      let taken = await this.untilWritten.run(() => this.store.end({ simId, epoch, ...end }));
      if (!taken && otherwise) taken = await this.untilWritten.run(() => this.store.end({ simId, epoch, ...otherwise }));
      if (taken) this.metrics.ended(end.error ? 'failed' : 'done');
    } catch (error) {
      await this.endUnrecorded({ simId, epoch }, error);
    }
    this.holdings.remove(claim);
  }

  /** An end that the database refuses must not leave a simulation `running` for ever: it fails, saying why. */
  private async endUnrecorded(claim: Pick<ClaimEnd, 'simId' | 'epoch'>, cause: unknown): Promise<void> {
    this.faults.error('The end of a simulation was not recorded', cause, { sim_id: claim.simId });
    const error = { code: 'results_not_recorded', message: 'The simulation ended, but its results could not be recorded.' };
    await this.untilWritten
      .run(() => this.store.end({ ...claim, error, step: step('running', 'fail', error.message) }))
      .then((taken) => taken && this.metrics.ended('failed'))
      .catch((again: unknown) =>
        this.faults.error('Nor was its failure; it is brought back when its lease has run out', again, { sim_id: claim.simId }),
      );
  }

  private track(end: Promise<void>, { sim_id, epoch }: Claim, runner: Runner): void {
    const work = end.then(() => runner.settled({ sim_id, epoch }));
    this.ending.add(work);
    void work.finally(() => this.ending.delete(work));
  }
}

function ended(report: { simulated_sec: number; results: string }): Pick<ClaimEnd, 'ended'> {
  return { ended: { simulatedSec: report.simulated_sec, results: report.results } };
}
