import type { Speed } from '@skein/topology';
import { FROM_THE_START, type Claim, type Course, type EditEntry, type FromRunner, type ResultsAt, type ToRunner } from './messages.js';
import type { PackedSnapshotMessage } from './wire/json-messages.js';
import { PendingRequests } from './pending-requests.js';
import { Runner } from './runner.js';

/** A runner that is reached by messages, whatever carries them. */
export abstract class MessageRunner extends Runner {
  protected readonly requests = new PendingRequests();
  protected readonly held = new Map<string, Claim>();

  override get load(): number {
    return this.held.size;
  }

  /** The claim under which it holds a simulation. */
  claimOf(simId: string): Claim | undefined {
    return this.held.get(simId);
  }

  override start({ sim_id, epoch }: Claim, scenario: string, speed: Speed, course = FROM_THE_START, apart = false): void {
    const present = this.held.get(sim_id);
    if (present && present.epoch >= epoch) return;
    this.held.set(sim_id, { sim_id, epoch });
    this.send({ type: 'start', sim_id, epoch, scenario, speed, course, ...(apart && { apart }) });
  }

  override hold({ sim_id, epoch }: Claim, results: boolean, deadlineMs: number): Promise<ResultsAt> {
    return this.requests.ask(deadlineMs, (request) => this.send({ type: 'hold', request, sim_id, epoch, results }));
  }

  override release({ sim_id, epoch }: Claim): void {
    this.send({ type: 'release', sim_id, epoch });
  }

  override edit({ sim_id, epoch }: Claim, entry: EditEntry): void {
    this.send({ type: 'edit', sim_id, epoch, entry });
  }

  override pace({ sim_id, epoch }: Claim, speed: Speed): void {
    this.send({ type: 'pace', sim_id, epoch, speed });
  }

  override drop({ sim_id, epoch }: Claim): void {
    this.forget({ sim_id, epoch });
    this.send({ type: 'drop', sim_id, epoch });
  }

  override results({ sim_id, epoch }: Claim, deadlineMs: number): Promise<ResultsAt> {
    return this.requests.ask(deadlineMs, (request) => this.send({ type: 'results', request, sim_id, epoch }));
  }

  override replay(scenario: string, course: Course, final: boolean, deadlineMs: number): Promise<ResultsAt> {
    return this.requests.ask(deadlineMs, (request) => this.send({ type: 'replay', request, scenario, course, final }));
  }

  /** Sends a message, now or as soon as there is a way. */
  protected abstract send(message: ToRunner): void;

  /** Takes what the other side says. */
  protected take(message: FromRunner | PackedSnapshotMessage): void {
    if (message.type === 'answer' || message.type === 'refused') {
      this.requests.settle(message);
      return;
    }
    if (message.type === 'snapshot') {
      const { sim_id, epoch, snapshot } = message;
      this.tookSnapshot({ sim_id, epoch }, snapshot);
      return;
    }
    if (message.type === 'done' || message.type === 'failed') this.forget(message);
    this.reported(message);
  }

  protected forget({ sim_id, epoch }: Claim): void {
    if (this.held.get(sim_id)?.epoch === epoch) this.held.delete(sim_id);
  }
}
