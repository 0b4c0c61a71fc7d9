import { MessageRunner } from '../message-runner.js';
import type { FromRunner, ToRunner } from '../messages.js';
import { respawnDelayMs } from './respawn-delay.js';
import { WorkerThread, type ThreadOptions } from './worker-thread.js';

/** A host in a worker thread of this process. A thread that dies is replaced, under the same id and with nothing in it. */
export class WorkerRunner extends MessageRunner {
  private thread: WorkerThread | null = null;
  /** What came while there was no thread, for the next one. */
  private waiting: ToRunner[] = [];
  private respawn: NodeJS.Timeout | undefined;
  private deathsInARow = 0;
  private stopped = false;

  /** @param idle whether its first thread waits for something to do */
  constructor(
    readonly id: string,
    private readonly options: ThreadOptions = {},
    private idle = false,
  ) {
    super();
    if (!idle) this.spawn();
  }

  override async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.respawn);
    this.waiting = [];
    this.held.clear();
    this.requests.rejectAll(`Runner ${this.id} is stopped.`);
    await this.thread?.end();
  }

  protected override send(message: ToRunner): void {
    if (this.stopped) this.requests.rejectAll(`Runner ${this.id} is stopped.`);
    else if (this.thread) this.thread.post(message);
    else this.waiting.push(message);
    if (this.idle && !this.stopped) this.spawn();
  }

  private spawn(): void {
    this.idle = false;
    this.thread = new WorkerThread(
      this.id,
      this.options,
      (message) => this.heard(message),
      (reason) => this.ended(reason),
    );
    for (const message of this.waiting) this.thread.post(message);
    this.waiting = [];
  }

  private heard(message: FromRunner): void {
    if (this.stopped) return;
    this.deathsInARow = 0;
    this.take(message);
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
}
