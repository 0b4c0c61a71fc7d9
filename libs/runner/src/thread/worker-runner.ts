import type { Speed } from '@skein/topology';
import { FROM_THE_START, type Claim, type Course, type EditEntry, type FromRunner, type ResultsAt, type ToRunner } from '../messages.js';
import { Runner } from '../runner.js';
import { PendingRequests } from './pending-requests.js';
import { respawnDelayMs } from './respawn-delay.js';
import { WorkerThread, type ThreadOptions } from './worker-thread.js';

/** A host in a worker thread of this process. A thread that dies is replaced, under the same id and with nothing in it. */
export class WorkerRunner extends Runner {
  private readonly requests = new PendingRequests();
  private readonly held = new Map<string, Claim>();
  private thread: WorkerThread | null = null;
  /** What came while there was no thread, for the next one. */
  private waiting: ToRunner[] = [];
  private respawn: NodeJS.Timeout | undefined;
  private deathsInARow = 0;
  private stopped = false;

  constructor(
    readonly id: string,
    private readonly options: ThreadOptions = {},
  ) {
    super();
    this.spawn();
  }

  override get load(): number {
    return this.held.size;
  }

  /** The claim under which it holds a simulation. */
  claimOf(simId: string): Claim | undefined {
    return this.held.get(simId);
  }

  override start({ sim_id, epoch }: Claim, scenario: string, speed: Speed, course = FROM_THE_START): void {
    const present = this.held.get(sim_id);
    if (present && present.epoch >= epoch) return;
    this.held.set(sim_id, { sim_id, epoch });
    this.send({ type: 'start', sim_id, epoch, scenario, speed, course });
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

  override async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.respawn);
    this.waiting = [];
    this.held.clear();
    this.requests.rejectAll(`Runner ${this.id} is stopped.`);
    await this.thread?.end();
  }

  private spawn(): void {
    this.thread = new WorkerThread(
      this.id,
      this.options,
      (message) => this.take(message),
      (reason) => this.ended(reason),
    );
    for (const message of this.waiting) this.thread.post(message);
    this.waiting = [];
  }

  private send(message: ToRunner): void {
    if (this.stopped) this.requests.rejectAll(`Runner ${this.id} is stopped.`);
    else if (this.thread) this.thread.post(message);
    else this.waiting.push(message);
  }

  private take(message: FromRunner): void {
    if (this.stopped) return;
    this.deathsInARow = 0;
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

  private ended(reason: string): void {
    this.thread = null;
    if (this.stopped) return;
    this.deathsInARow += 1;
    this.respawn = setTimeout(() => this.spawn(), respawnDelayMs(this.deathsInARow, Math.random()));
    const claims = [...this.held.values()];
    this.held.clear();
    this.requests.rejectAll(`Runner ${this.id} was lost: ${reason}`);
    this.lost(reason, claims);
  }

  private forget({ sim_id, epoch }: Claim): void {
    if (this.held.get(sim_id)?.epoch === epoch) this.held.delete(sim_id);
  }
}
