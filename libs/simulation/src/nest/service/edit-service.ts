import { Injectable } from '@nestjs/common';
import { DomainError, VersionConflict } from '@skein/problem';
import type { ResultsAt } from '@skein/runner';
import { refusalError, type Edit } from '@skein/topology';
import type { SimulationRecord } from '../../lifecycle/simulation-record.js';
import { TERMINAL } from '../../lifecycle/status.js';
import type { ChangeRequest } from '../../ports/change-request.js';
import { SimulationStore } from '../../ports/simulation-store.js';
import { Dispatcher } from '../dispatch/dispatcher.js';
import { RunnerControl } from '../dispatch/runner-control.js';
import { ChangeLog } from './change-log.js';
import { type ControlAnswer, controlAnswer } from './control-answer.js';
import { EditedSimulations } from './edited-simulations.js';
import { checkMatch } from './if-match.js';
import { SimulationReader } from './simulation-reader.js';

/** What an edit answers: when it took effect, and what was made of it. */
export interface EditAnswer extends ControlAnswer {
  /** Its number in the log; null where there was nothing to change, or nothing was to be changed. */
  edit: number | null;
  operations: readonly Edit[];
}

/** A body that fits a simulation as it was found. */
interface Read {
  record: SimulationRecord;
  /** Number of the last edit before. */
  seq: number;
  fromSec: number;
  edits: Edit[];
}

/**
 * Edits of live simulations. The simulation is held at a simulated time, the edits are committed with it, made there, and answered: so the log
 * always knows at least what the simulation knows, and replaying it gives the same simulation.
 */
@Injectable()
export class EditService {
  constructor(
    private readonly store: SimulationStore,
    private readonly reader: SimulationReader,
    private readonly changes: ChangeLog,
    private readonly control: RunnerControl,
    private readonly dispatcher: Dispatcher,
    private readonly simulations: EditedSimulations,
  ) {}

  /** @param body bytes of one operation or of a list, which is made as a whole or not at all */
  edit(simId: string, body: Uint8Array, match: readonly number[] | null, request: ChangeRequest): Promise<EditAnswer> {
    return this.changes.once(
      request,
      ({ answer }) => answer as EditAnswer,
      () => this.make(simId, body, match, request),
    );
  }

  private async make(simId: string, body: Uint8Array, match: readonly number[] | null, request: ChangeRequest): Promise<EditAnswer> {
    const read = await this.read(simId, body, match);
    const { record, edits } = read;
    if (edits.length === 0) return { ...controlAnswer(record, { simulatedSec: read.fromSec }), edit: null, operations: [] };
    const held = record.status === 'pending' ? null : await this.control.hold(record);
    if (!held && record.runner !== null) await this.control.takeOver(record);
    const letGo = held !== null && record.status === 'running';
    try {
      return await this.commit(read, held, request);
    } catch (error) {
      this.control.undo(record, letGo, error);
      throw error;
    }
  }

  /** What `edit` would answer now, without changing anything. */
  async dryRun(simId: string, body: Uint8Array, match: readonly number[] | null): Promise<EditAnswer> {
    const { record, fromSec, edits } = await this.read(simId, body, match);
    return { ...controlAnswer(record, { simulatedSec: fromSec }), edit: null, operations: edits };
  }

  private async read(simId: string, body: Uint8Array, match: readonly number[] | null): Promise<Read> {
    const record = await this.reader.find(simId);
    checkMatch(record, match);
    if (TERMINAL.includes(record.status)) {
      throw new DomainError('illegal_transition', `A ${record.status} simulation cannot be edited; restart it first.`);
    }
    const { outcome, seq, fromSec } = await this.simulations.read(record, body);
    if (!outcome.ok) throw refusalError(outcome.refusal);
    return { record, seq, fromSec, edits: outcome.value };
  }

  private async commit({ record, seq: last, fromSec, edits }: Read, held: ResultsAt | null, request: ChangeRequest): Promise<EditAnswer> {
    const atSec = held?.simulated_sec ?? fromSec;
    // At its very end there is nothing to edit any more: who reads again will find it done.
    if (held && atSec >= record.config.duration_sec) throw new VersionConflict(record.simId);
    const seq = last + 1;
    const outcome = await this.simulations.apply(record, edits, atSec, seq);
    if (!outcome.ok) throw refusalError(outcome.refusal);
    const answer = { ...controlAnswer(record, { version: record.version + 1, simulatedSec: atSec }), edit: seq, operations: edits };
    await this.store.change({
      simId: record.simId,
      version: record.version,
      steps: [],
      simulatedSec: atSec,
      edit: { seq, edits },
      size: outcome.value,
      answer,
      request,
    });
    this.simulations.committed(record, seq, atSec);
    if (held) {
      this.control.edit(record, { seq, at_sec: atSec, edits: [...edits] });
      if (record.status === 'running') this.control.release(record);
    }
    this.dispatcher.wake();
    return answer;
  }
}
