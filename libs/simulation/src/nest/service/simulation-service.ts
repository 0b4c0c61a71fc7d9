import { Injectable } from '@nestjs/common';
import { DomainError, VersionConflict } from '@skein/problem';
import type { AdmittedRequest, Warning } from '@skein/topology';
import type { SimulationRecord } from '../../lifecycle/simulation-record.js';
import { step } from '../../lifecycle/transitions.js';
import type { ChangeRequest } from '../../ports/change-request.js';
import { SimulationStore } from '../../ports/simulation-store.js';
import { Arrivals } from '../dispatch/arrivals.js';
import { ANSWER_DEADLINE_MS } from '../dispatch/dispatch-options.js';
import { Dispatcher } from '../dispatch/dispatcher.js';
import { LogWriter } from '../dispatch/log-writer.js';
import { RunnerControl } from '../dispatch/runner-control.js';
import { Backlog } from './backlog.js';
import { ChangeLog } from './change-log.js';
import { Courses } from './courses.js';
import { checkMatch } from './if-match.js';
import { SimulationReader } from './simulation-reader.js';

/** A simulation that a request has made, as it was committed: now, or the first time the request came. */
export interface Accepted {
  simId: string;
  status: 'pending' | 'running';
  version: number;
  warnings: readonly Warning[];
}

/**
 * Every change that a client can make to a simulation's life. Each is one compare-and-swap computed from the row as it was
 * read; a `VersionConflict` means that somebody was faster, and the whole method may be repeated.
 */
@Injectable()
export class SimulationService {
  constructor(
    private readonly store: SimulationStore,
    private readonly reader: SimulationReader,
    private readonly changes: ChangeLog,
    private readonly control: RunnerControl,
    private readonly logs: LogWriter,
    private readonly dispatcher: Dispatcher,
    private readonly arrivals: Arrivals,
    private readonly backlog: Backlog,
    private readonly courses: Courses,
  ) {}

  /**
   * Adds a simulation, pending or begun already; the same request again gives the one that it made the first time. Nearly every request is new, so none
   * is looked up before: one that is not conflicts in the store, and only then is asked what it made.
   * @param simId of the simulation, and of this request where that has no key: the same however often it is tried
   * @param request null without a key
   * @throws DomainError `backlog_full` for a new one while too many are pending
   */
  async simulate(simId: string, admitted: AdmittedRequest, request: ChangeRequest | null): Promise<Accepted> {
    const full = !(await this.backlog.hasRoom());
    const added = full ? null : await this.added(simId, admitted, request);
    if (added) return added;
    const existing = await this.madeBefore(simId, request);
    if (existing !== null) return existing;
    if (!full) throw new VersionConflict(simId);
    throw new DomainError('backlog_full', 'As many simulations are pending as this server lets wait; send the request again later.');
  }

  /** From pending, running or paused; a stopped simulation stays as it is. */
  async stop(simId: string, match: readonly number[] | null, request: ChangeRequest): Promise<SimulationRecord> {
    const record = await this.reader.find(simId);
    if ((await this.changes.carriedOut(request)) !== null) return this.settled(simId);
    checkMatch(record, match);
    if (record.status === 'stopped') return record;
    const steps = [step(record.status, 'stop', 'stopped on request')];
    const begun = record.status !== 'pending';
    const ended =
      (await this.control.hold(record, true)) ??
      (begun ? await this.courses.replay(record, true, ANSWER_DEADLINE_MS).catch(() => null) : null);
    if (ended) await this.logs.writtenSoon({ sim_id: simId, epoch: record.epoch });
    try {
      const stopped = await this.store.change({
        simId,
        version: record.version,
        steps,
        simulatedSec: ended?.simulated_sec,
        results: ended?.results,
        request,
      });
      this.control.drop(record);
      return stopped;
    } catch (error) {
      this.control.undo(record, record.status === 'running', error);
      throw error;
    }
  }

  /**
   * A new run; one that runs or is paused is stopped first. It starts from the submitted request or, where edits are kept, from what they have
   * made of it.
   */
  async restart(simId: string, keepEdits: boolean, match: readonly number[] | null, request: ChangeRequest): Promise<SimulationRecord> {
    const record = await this.reader.find(simId);
    if ((await this.changes.carriedOut(request)) !== null) return this.settled(simId);
    checkMatch(record, match);
    const steps =
      record.status === 'running' || record.status === 'paused'
        ? [step(record.status, 'stop', 'stopped to be restarted'), step('stopped', 'restart', 'restarted on request')]
        : [step(record.status, 'restart', 'restarted on request')];
    const size = keepEdits ? undefined : ((await this.store.submittedSize(simId, record.run)) ?? undefined);
    const restarted = await this.store.change({ simId, version: record.version, steps, newRun: true, keepEdits, size, request });
    this.control.drop(record);
    this.arrivals.noteWaiting();
    this.dispatcher.wake(record.config.placement);
    return restarted;
  }

  delete(simId: string, match: readonly number[] | null, request: ChangeRequest): Promise<void> {
    return this.changes.once(
      request,
      () => undefined,
      async () => {
        const record = await this.reader.find(simId);
        checkMatch(record, match);
        if (record.status === 'running') {
          throw new DomainError('illegal_transition', 'A running simulation cannot be deleted; stop it first.');
        }
        await this.store.delete(simId, record.version, request);
        this.control.drop(record);
      },
    );
  }

  /** What this request was answered with before; under its key also where the simulation has been deleted since. */
  private async madeBefore(simId: string, request: ChangeRequest | null): Promise<Accepted | null> {
    if (request === null) return asCommitted(await this.store.find(simId));
    const earlier = await this.changes.carriedOut(request);
    if (!earlier) return null;
    const answer = earlier.answer as Omit<Accepted, 'simId'> | null;
    // A server before this version kept no answer, and always said that the simulation was pending.
    const kept = answer ?? { ...asAccepted(false), warnings: (await this.store.find(earlier.simId))?.warnings ?? [] };
    return { simId: earlier.simId, ...kept };
  }

  /** Null when the request was carried out before. */
  private async added(simId: string, admitted: AdmittedRequest, request: ChangeRequest | null): Promise<Accepted | null> {
    let begun: boolean;
    try {
      begun = await this.arrivals.add(simId, admitted, request);
    } catch (error) {
      if (error instanceof VersionConflict) return null;
      throw error;
    }
    if (!begun) {
      this.backlog.accepted();
      this.dispatcher.wake(admitted.config.placement);
    }
    return { simId, ...asAccepted(begun), warnings: admitted.warnings };
  }

  /**
   * How it is now: what was read before the request was found may be of before the change, if another server was just making it. After a commit that
   * was not heard of, the runner was let go on; what is no longer running must not.
   */
  private async settled(simId: string): Promise<SimulationRecord> {
    const record = await this.reader.find(simId);
    if (record.status !== 'running' && record.status !== 'paused') this.control.drop(record);
    return record;
  }
}

/** How the store adds a simulation: pending, or held by a runner already. */
function asAccepted(begun: boolean): Pick<Accepted, 'status' | 'version'> {
  return begun ? { status: 'running', version: 2 } : { status: 'pending', version: 1 };
}

/** What a submission was answered with, or would have been, had its commit been heard of. A simulation that began at once has both its steps from one instant. */
function asCommitted(record: SimulationRecord | null): Accepted | null {
  if (!record) return null;
  const [submitted, next] = record.transitions;
  const begun = next?.to === 'running' && next.at.getTime() === submitted?.at.getTime();
  return { simId: record.simId, ...asAccepted(begun), warnings: record.warnings };
}
