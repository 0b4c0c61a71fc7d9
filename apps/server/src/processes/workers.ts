import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

/** A worker that dies sooner than this after its start is started again only after a pause, which doubles each time. */
const STEADY_MS = 10_000;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;

/**
 * Each of them accepts connections by itself. Node's default has the first process accept them and hand them over; those that it has handed to one which is killed
 * before it took them stay open in the first process, with nobody to answer or close them (ADR 36).
 */
cluster.schedulingPolicy = cluster.SCHED_NONE;

export interface WorkersLogger {
  warn(message: string): void;
}

/** The processes that serve: as many as were asked for, until they are stopped. */
export class Workers {
  private stopping = false;
  private pauseMs = FIRST_PAUSE_MS;
  private readonly restarts = new Set<NodeJS.Timeout>();

  /** @param environment what they find set, besides what this process does */
  constructor(
    private readonly environment: Record<string, string | undefined>,
    private readonly logger: WorkersLogger,
  ) {}

  /**
   * @returns the port that they share, once all of them listen
   * @throws Error when one ends before; it has said why itself
   */
  async start(count: number): Promise<number> {
    // Each process takes connections itself. Handed over by this process, those of one that dies at that moment would stay open here, unanswered.
    cluster.schedulingPolicy = cluster.SCHED_NONE;
    const ports = await Promise.all(Array.from({ length: count }, () => listening(this.fork())));
    cluster.on('exit', (worker) => this.replace(worker));
    if (Object.keys(cluster.workers ?? {}).length < count) throw new Error('One of its processes has ended just after its start.');
    return ports[0];
  }

  /** Tells all of them to shut down in order; resolves when they have gone. */
  async stop(): Promise<void> {
    this.stopping = true;
    for (const timer of this.restarts) clearTimeout(timer);
    const running = Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);
    await Promise.all(
      running.map((worker) => {
        const gone = once(worker, 'exit');
        worker.process.kill('SIGTERM');
        return gone;
      }),
    );
  }

  private fork(): Worker {
    const worker = cluster.fork(this.environment);
    const steady = setTimeout(() => (this.pauseMs = FIRST_PAUSE_MS), STEADY_MS).unref();
    worker.once('exit', () => clearTimeout(steady));
    return worker;
  }

  private replace({ process: { pid, exitCode, signalCode } }: Worker): void {
    if (this.stopping) return;
    this.logger.warn(`Process ${pid} has ended (${signalCode ?? `exit code ${exitCode}`}); starting another in ${this.pauseMs} ms`);
    const timer = setTimeout(() => {
      this.restarts.delete(timer);
      this.fork();
    }, this.pauseMs);
    this.restarts.add(timer);
    this.pauseMs = Math.min(2 * this.pauseMs, LONGEST_PAUSE_MS);
  }
}

async function listening(worker: Worker): Promise<number> {
  const ended = once(worker, 'exit').then(() => {
    throw new Error('One of its processes has ended before it served.');
  });
  const [address] = (await Promise.race([once(worker, 'listening'), ended])) as [AddressInfo];
  ended.catch(() => undefined);
  return address.port;
}
