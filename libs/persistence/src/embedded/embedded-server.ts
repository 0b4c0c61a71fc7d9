import type { ChildProcess } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { locateBinaries } from './binaries.js';
import { ensureCluster, SUPERUSER } from './cluster.js';
import { freePort } from './free-port.js';
import { launch } from './launch.js';
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
  logger?: EmbeddedLogger;
}

export interface EmbeddedLogger {
  log(message: string): void;
  warn(message: string): void;
}

const RESTARTS = 7;
/** A server that dies sooner than this after a restart has not recovered. */
const RECOVERED_MS = 60_000;
let started = 0;

/** PostgreSQL as a child of this process: it ends with it, however that ends, and is restarted on its port when it dies. */
export class EmbeddedServer {
  readonly url: string;
  private stopping = false;
  private recovery: Promise<void> | null = null;
  private restarts = 0;
  private readonly listeners: ((error: Error) => void)[] = [];

  private constructor(
    private readonly plan: LaunchPlan,
    private child: ChildProcess,
    private readonly port: number,
    private readonly logger: EmbeddedLogger | undefined,
  ) {
    this.url = `postgresql://${SUPERUSER}@127.0.0.1:${port}/postgres`;
    this.watch();
  }

  /** @throws Error where it cannot run here, the directory is in use (naming by whom), or it does not start */
  static async start({ dataDir, durable = true, disposable = false, logger }: EmbeddedOptions): Promise<EmbeddedServer> {
    const directory = path.resolve(dataDir);
    const cluster = path.join(directory, 'postgres');
    await mkdir(directory, { recursive: true });
    try {
      const binaries = await locateBinaries(path.join(directory, 'lib'));
      const prefix = await unprivileged(cluster, binaries);
      const owner = `${process.pid}.${++started}`;
      const plan = { dataDir: directory, cluster, binaries, prefix, owner, durable, disposable };
      await ensureCluster(plan);
      const { child, port } = await launch(plan, freePort);
      return new EmbeddedServer(plan, child, port, logger);
    } catch (error) {
      if (disposable) await rm(directory, { recursive: true, force: true });
      throw error;
    }
  }

  /** Shuts it down in order; resolves when it has gone. */
  async stop(): Promise<void> {
    this.stopping = true;
    await this.recovery;
    const gone = exitOf(this.child);
    this.child.stdin?.end();
    await gone;
  }

  /** Calls back when the database has died and could not be restarted. */
  onExit(listener: (error: Error) => void): void {
    this.listeners.push(listener);
  }

  private watch(): void {
    const since = Date.now();
    void exitOf(this.child).then(() => {
      if (this.stopping) return;
      if (Date.now() - since > RECOVERED_MS) this.restarts = 0;
      this.recovery = this.recover();
    });
  }

  private async recover(): Promise<void> {
    let last: unknown;
    while (this.restarts < RESTARTS && !this.stopping) {
      this.logger?.warn(`The embedded database has died; starting it again on port ${this.port}`);
      await delay(50 * 2 ** this.restarts++);
      try {
        this.child = (await launch(this.plan, () => Promise.resolve(this.port))).child;
        this.logger?.log('The embedded database is back');
        return this.watch();
      } catch (error) {
        last = error;
      }
    }
    if (this.stopping) return;
    const error = new Error('The embedded database has died and could not be started again', { cause: last });
    for (const listener of this.listeners) listener(error);
  }
}

/** Starts PostgreSQL in a data directory, making its cluster the first time. */
export function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  return EmbeddedServer.start(options);
}
