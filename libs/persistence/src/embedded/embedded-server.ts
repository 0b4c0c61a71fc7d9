import type { ChildProcess } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { RecurringLog, fullJitterMs } from '@skein/problem';
import { locateBinaries } from './binaries.js';
import { ensureCluster, SUPERUSER } from './cluster.js';
import { makeDataDirectory } from './data-directory.js';
import { freePort } from './free-port.js';
import { launch, NotStarted } from './launch.js';
import type { LaunchPlan } from './launch-plan.js';
import { unprivileged } from './unprivileged.js';
import { exitOf } from './watchdog.js';

export interface EmbeddedOptions {
  /** Holds the cluster in `postgres`, and the server's log. One server per directory. */
  dataDir: string;
  /** False in tests only: what a crash of the machine would lose is not flushed to disk. */
  durable?: boolean;
  /** Removes `dataDir` when the server stops, however its owner ended. */
  disposable?: boolean;
  /** The longest pause between two tries to start it again, in milliseconds; 30 s by default, less in tests. */
  longestPauseMs?: number;
  logger?: EmbeddedLogger;
}

export interface EmbeddedLogger {
  log(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

const BASE_MS = 100;
const LONGEST_PAUSE_MS = 30_000;
/** A server that dies sooner than this after a restart has not recovered. */
const RECOVERED_MS = 60_000;
const SILENT: EmbeddedLogger = { log: () => undefined, warn: () => undefined, error: () => undefined };
let started = 0;

/** PostgreSQL as a child of this process: it ends with it, however that ends, and is restarted on its port when it dies. */
export class EmbeddedServer {
  readonly url: string;
  private readonly ending = new AbortController();
  private readonly faults: RecurringLog;
  private recovery: Promise<void> | null = null;
  private tries = 0;
  private fault: { reason: string; nextTryMs: number } | null = null;

  private constructor(
    private readonly plan: LaunchPlan,
    private child: ChildProcess,
    private readonly port: number,
    private readonly longestPauseMs: number,
    private readonly logger: EmbeddedLogger,
  ) {
    this.faults = new RecurringLog(logger);
    this.url = `postgresql://${SUPERUSER}@127.0.0.1:${port}/postgres`;
    this.watch();
  }

  /** @throws Error where it cannot run here, the directory is in use (naming by whom), or it does not start */
  static async start({
    dataDir,
    durable = true,
    disposable = false,
    longestPauseMs = LONGEST_PAUSE_MS,
    logger = SILENT,
  }: EmbeddedOptions): Promise<EmbeddedServer> {
    const directory = path.resolve(dataDir);
    const cluster = path.join(directory, 'postgres');
    const owner = `${process.pid}.${++started}`;
    await makeDataDirectory(directory, owner);
    try {
      const binaries = await locateBinaries(path.join(directory, 'lib'));
      const prefix = await unprivileged(cluster, binaries);
      const plan = { dataDir: directory, cluster, binaries, prefix, owner, durable, disposable };
      await ensureCluster(plan);
      const { child, port } = await launch(plan, freePort);
      return new EmbeddedServer(plan, child, port, longestPauseMs, logger);
    } catch (error) {
      if (disposable) await rm(directory, { recursive: true, force: true });
      throw error;
    }
  }

  /** Shuts it down in order; resolves when it has gone. */
  async stop(): Promise<void> {
    this.ending.abort();
    await this.recovery;
    const gone = exitOf(this.child);
    this.child.stdin?.end();
    await gone;
  }

  /** Why it does not run, how often a start was tried, and when the next try is; null while it runs. */
  get trouble(): string | null {
    if (this.fault === null) return null;
    const { reason, nextTryMs } = this.fault;
    const tried = this.tries === 1 ? 'once' : `${this.tries} times`;
    const inSec = Math.max(0, Math.ceil((nextTryMs - Date.now()) / 1000));
    return `The embedded PostgreSQL does not start: ${reason}; tried ${tried}, next try ${inSec === 0 ? 'now' : `in ${inSec} s`}.`;
  }

  private watch(): void {
    const since = Date.now();
    void exitOf(this.child).then(() => {
      if (this.ending.signal.aborted) return;
      if (Date.now() - since > RECOVERED_MS) this.tries = 0;
      this.recovery = this.recover();
    });
  }

  /** Tries for ever: the disk may have room again, or the file that is missing be restored. */
  private async recover(): Promise<void> {
    const { signal } = this.ending;
    this.faults.warn(
      `The embedded PostgreSQL has ended; it is started again on port ${this.port}`,
      'see postgres.log in the data directory',
    );
    while (!signal.aborted) {
      this.tries += 1;
      const pauseMs = fullJitterMs(this.tries, BASE_MS, this.longestPauseMs);
      if (this.fault !== null) this.fault.nextTryMs = Date.now() + pauseMs;
      await delay(pauseMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      try {
        this.child = (await launch(this.plan, () => Promise.resolve(this.port))).child;
        this.fault = null;
        this.logger.log('The embedded PostgreSQL runs again.');
        return this.watch();
      } catch (error) {
        const reason = error instanceof NotStarted ? error.reason : (error as Error).message;
        this.fault = { reason, nextTryMs: Date.now() };
        this.faults.error('The embedded PostgreSQL does not start; it is tried again for ever', reason);
      }
    }
  }
}

/** Starts PostgreSQL in a data directory, making its cluster the first time. */
export function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  return EmbeddedServer.start(options);
}
