import { Injectable } from '@nestjs/common';
import { VersionConflict } from '@skein/problem';
import type { Course, ResultsAt } from '@skein/runner';
import { reachedSec } from '../../lifecycle/reached.js';
import type { SimulationRecord } from '../../lifecycle/simulation-record.js';
import { SimulationStore } from '../../ports/simulation-store.js';
import { RunnerControl } from '../dispatch/runner-control.js';

/** Goes through what a simulation has come through once more. For changes, and for results that are then recorded: never for a mere question. */
@Injectable()
export class Courses {
  constructor(
    private readonly store: SimulationStore,
    private readonly control: RunnerControl,
  ) {}

  /**
   * The results of where a simulation is recorded to be.
   * @throws Unavailable where it takes longer than the deadline; VersionConflict where the simulation is gone
   */
  async replay(record: SimulationRecord, final: boolean, deadlineMs?: number): Promise<ResultsAt> {
    const scenario = await this.store.scenario(record.simId);
    if (scenario === null) throw new VersionConflict(record.simId);
    return this.control.replay(scenario, await this.course(record), final, deadlineMs);
  }

  /** What brings a simulation to where it is recorded to be. */
  private async course(record: SimulationRecord): Promise<Course> {
    const { simId, run } = record;
    const [log, snapshot] = await Promise.all([this.store.edits(simId, run), this.store.snapshot(simId, run)]);
    const edits = log.map(({ seq, at_sec, edits }) => ({ seq, at_sec, edits }));
    return { edits, to_sec: reachedSec(record.simulatedSec, edits), paused: record.status === 'paused', snapshot };
  }
}
