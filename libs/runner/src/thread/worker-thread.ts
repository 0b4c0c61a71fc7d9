import { Worker, type ResourceLimits } from 'node:worker_threads';
import type { FromRunner, ToRunner } from '../messages.js';

/** What a thread is told before it begins. */
export interface WorkerData {
  snapshotEveryMs: number;
}

/** The compiled entry of a worker thread; the same place from `src/` and from `dist/`, since Node runs no TypeScript. */
const WORKER_URL = new URL('../../dist/worker.js', import.meta.url);

export interface ThreadOptions {
  /** The module that the thread runs. */
  workerUrl?: URL;
  /** Memory that the thread may use before it, and nothing else of the process, is ended. */
  resourceLimits?: ResourceLimits;
  /** Work on one simulation, in milliseconds, after which a snapshot of it is sent; where it is absent, none are taken. */
  snapshotEveryMs?: number;
  /** A thread that has had nothing to do for so long, and up to twice as long, is ended until there is something; a minute by default. */
  restAfterMs?: number;
}

/** One life of a worker thread. What is posted before it is up waits in its port. */
export class WorkerThread {
  private readonly worker: Worker;
  private cause = '';

  /** @param onEnd called once, after the thread's last message, with why it ended */
  constructor(name: string, options: ThreadOptions, onMessage: (message: FromRunner) => void, onEnd: (reason: string) => void) {
    const { workerUrl = WORKER_URL, resourceLimits, snapshotEveryMs = Infinity } = options;
    const workerData: WorkerData = { snapshotEveryMs };
    this.worker = new Worker(workerUrl, { name, resourceLimits, workerData });
    this.worker.on('message', onMessage);
    this.worker.on('error', (error: unknown) => (this.cause = error instanceof Error ? error.message : String(error)));
    this.worker.on('exit', (code) => onEnd(this.cause || `its thread exited with code ${code}`));
  }

  post(message: ToRunner): void {
    this.worker.postMessage(message);
  }

  /** Resolves when the thread is gone. */
  async end(): Promise<void> {
    await this.worker.terminate();
  }
}
