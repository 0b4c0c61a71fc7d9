import { Injectable } from '@nestjs/common';
import { DomainError, VersionConflict } from '@skein/problem';
import type { Speed } from '@skein/topology';
import type { SimulationRecord } from '../../lifecycle/simulation-record.js';
import { TERMINAL } from '../../lifecycle/status.js';
import { step } from '../../lifecycle/transitions.js';
import type { ChangeRequest } from '../../ports/change-request.js';
import { SimulationStore, type StatusChange } from '../../ports/simulation-store.js';
import { Dispatcher } from '../dispatch/dispatcher.js';
import { RunnerControl } from '../dispatch/runner-control.js';
import { ChangeLog } from './change-log.js';
import { type ControlAnswer, controlAnswer } from './control-answer.js';
import { checkMatch } from './if-match.js';
import { SimulationReader } from './simulation-reader.js';

/** Pause, resume and pace: what changes how simulated time passes, and nothing that happens in it. */
@Injectable()
export class ControlService {
  constructor(
    private readonly store: SimulationStore,
    private readonly reader: SimulationReader,
    private readonly changes: ChangeLog,
    private readonly control: RunnerControl,
    private readonly dispatcher: Dispatcher,
  ) {}

  /** From running; what is paused stays as it is. The simulation is held at the exact simulated time that is answered. */
  async pause(simId: string, match: readonly number[] | null, request: ChangeRequest): Promise<ControlAnswer> {
    const { record, answer } = await this.begin(simId, match, request);
    if (answer) return answer;
    if (record.status === 'paused') return controlAnswer(record, {});
    const steps = [step(record.status, 'pause', 'paused on request')];
    const held = await this.control.hold(record);
    if (held) this.mustBeGoing(record, held.simulated_sec);
    const next = { status: 'paused', version: record.version + 1, simulatedSec: held?.simulated_sec ?? record.simulatedSec } as const;
    return this.carryOut(record, held !== null, request, { steps, simulatedSec: next.simulatedSec }, controlAnswer(record, next), () => {});
  }

  /** From paused; what is running goes on as it does. */
  async resume(simId: string, match: readonly number[] | null, request: ChangeRequest): Promise<ControlAnswer> {
    const { record, answer } = await this.begin(simId, match, request);
    if (answer) return answer;
    if (record.status === 'running') return controlAnswer(record, {});
    const steps = [step(record.status, 'resume', 'resumed on request')];
    const held = this.control.holds(record);
    return this.carryOut(
      record,
      held,
      request,
      { steps },
      controlAnswer(record, { status: 'running', version: record.version + 1 }),
      () => {
        this.control.pace(record, record.config.speed);
        this.control.release(record);
      },
    );
  }

  /** While pending, running or paused. From the moment of the change on, simulated time passes at the new speed. */
  async setSpeed(simId: string, speed: Speed, match: readonly number[] | null, request: ChangeRequest): Promise<ControlAnswer> {
    const { record, answer } = await this.begin(simId, match, request);
    if (answer) return answer;
    if (TERMINAL.includes(record.status)) {
      throw new DomainError('illegal_transition', `A ${record.status} simulation has no speed any more; restart it first.`);
    }
    const config = { ...record.config, speed };
    const held = this.control.holds(record);
    return this.carryOut(
      record,
      held,
      request,
      { steps: [], config },
      controlAnswer(record, { version: record.version + 1, speed }),
      () => {
        this.control.pace(record, speed);
      },
    );
  }

  /** At its very end there is nothing to pause: who reads again will find it done. */
  private mustBeGoing(record: SimulationRecord, atSec: number): void {
    if (atSec < record.config.duration_sec) return;
    this.control.release(record);
    throw new VersionConflict(record.simId);
  }

  private async begin(simId: string, match: readonly number[] | null, request: ChangeRequest) {
    // In this order: what the same request, sent to another server, changes from here on makes the commit fail, and is found when it is repeated.
    const record = await this.reader.find(simId);
    const earlier = await this.changes.carriedOut(request);
    if (!earlier) checkMatch(record, match);
    return { record, answer: earlier ? (earlier.answer as ControlAnswer) : null };
  }

  /** @param then tells the runner, where one of this server has the simulation. */
  private async carryOut(
    record: SimulationRecord,
    reached: boolean,
    request: ChangeRequest,
    change: Pick<StatusChange, 'steps' | 'simulatedSec' | 'config'>,
    answer: ControlAnswer,
    then: () => void,
  ): Promise<ControlAnswer> {
    if (!reached && record.runner !== null) await this.control.takeOver(record);
    try {
      await this.store.change({ simId: record.simId, version: record.version, ...change, answer, request });
    } catch (error) {
      this.control.undo(record, change.simulatedSec !== undefined, error);
      throw error;
    }
    then();
    this.dispatcher.wake();
    return answer;
  }
}
