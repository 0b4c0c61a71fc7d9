import { MessageRunner } from '../message-runner.js';
import type { FromRunner, ToRunner } from '../messages.js';
import { respawnDelayMs } from './respawn-delay.js';
import { WorkerThread, type ThreadOptions } from './worker-thread.js';

/** A thread costs some 25 MB and 0.1 s to start: it is worth keeping between two simulations, but not for a night. */
const REST_AFTER_MS = 60_000;

/**
 * A host in a worker thread of this process, which is started with the first thing to do, ended when there has been nothing for a while, and replaced
 * when it dies: under the same id and with nothing in it.
 */
export class WorkerRunner extends MessageRunner {
  private thread: WorkerThread | null = null;
  /** Of the threads before: they may be ending still. */
  private gone: Promise<unknown> = Promise.resolve();
  /** What came while no thread was to be started, for the next one. */
  private waiting: ToRunner[] = [];
  private respawn: NodeJS.Timeout | null = null;
  private rest: NodeJS.Timeout | undefined;
  private used = false;
  private deathsInARow = 0;
  private stopped = false;

  constructor(
    readonly id: string,
    private readonly options: ThreadOptions = {},
  ) {
    super();
  }

  /** Whether it has a thread just now. */
  get isUp(): boolean {
    return this.thread !== null;
  }

  override async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.respawn ?? undefined);
    clearInterval(this.rest);
    this.waiting = [];
    this.held.clear();
    this.requests.rejectAll(`Runner ${this.id} is stopped.`);
    await Promise.all([this.thread?.end(), this.gone]);
  }

  protected override send(message: ToRunner): void {
    this.used = true;
    if (this.stopped) this.requests.rejectAll(`Runner ${this.id} is stopped.`);
    else if (this.respawn) this.waiting.push(message);
    else (this.thread ?? this.spawn()).post(message);
  }

  private spawn(): WorkerThread {
    const thread: WorkerThread = new WorkerThread(
      this.id,
      this.options,
      (message) => this.heard(thread, message),
      (reason) => this.ended(thread, reason),
    );
    this.thread = thread;
    this.rest = setInterval(() => this.restIfIdle(thread), this.options.restAfterMs ?? REST_AFTER_MS).unref();
    return thread;
  }

  private heard(thread: WorkerThread, message: FromRunner): void {
    if (this.stopped || this.thread !== thread) return;
    this.deathsInARow = 0;
    this.take(message);
  }

  private restIfIdle(thread: WorkerThread): void {
    const idle = !this.used && this.held.size === 0 && this.requests.size === 0;
    this.used = false;
    if (!idle) return;
    clearInterval(this.rest);
    this.thread = null;
    this.gone = thread.end();
  }

  private ended(thread: WorkerThread, reason: string): void {
    if (this.stopped || this.thread !== thread) return;
    clearInterval(this.rest);
    this.thread = null;
    this.deathsInARow += 1;
    this.respawn = setTimeout(() => this.resume(), respawnDelayMs(this.deathsInARow, Math.random()));
    const claims = [...this.held.values()];
    this.held.clear();
    this.requests.rejectAll(`Runner ${this.id} was lost: ${reason}`);
    this.lost(reason, claims);
  }

  private resume(): void {
    this.respawn = null;
    for (const message of this.waiting.splice(0)) this.send(message);
  }
}
