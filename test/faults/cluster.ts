import { rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type EmbeddedServer, startEmbedded } from '@skein/persistence';
import pg from 'pg';
import { childrenOf } from '../support/children.js';
import { usedDataDir } from '../support/cluster.js';
import { Forwarder } from '../support/forwarder.js';
import { postmaster } from '../support/postmaster.js';
import { TestServer } from '../support/server.js';

/** Few enough that a backlog builds up, and more than it may. */
const SLOTS = 15;
const BACKLOG = 30;
const THREADS = 2;
/** So that what is brought back goes on from a snapshot, though none of it is much work. */
const SNAPSHOT_SEC = 0.005;
/** Of the last server; the others are one process each. */
const PROCESSES = 2;
const MOST_STARTS = 3;
const MORTAL_THREADS = path.join(path.dirname(fileURLToPath(import.meta.url)), 'mortal-threads.js');

/** One place for a server, with its own way to the database. */
export interface Member {
  name: string;
  way: Forwarder;
  server: TestServer;
  /** How many of it serve on its port; where there are several, they are children of its first one. */
  processes: number;
  /** In the hands of a fault; no other is to touch it. */
  taken: boolean;
  /** Does not answer, because it is frozen. */
  frozen: boolean;
}

/** Those processes of a server that run simulations. */
export async function servingProcesses({ server, processes }: Member): Promise<number[]> {
  return processes === 1 ? [server.pid] : childrenOf(server.pid);
}

/** Several servers on one PostgreSQL, all of which can be killed. */
export class Cluster {
  readonly members: Member[] = [];
  /** Nothing is to be hoped from it any more. */
  lost = false;
  private turn = Promise.resolve();

  private constructor(
    private readonly dataDir: string,
    private database: EmbeddedServer,
    private readonly print: (text: string) => void,
  ) {}

  static async start(size: number, print: (text: string) => void): Promise<Cluster> {
    const dataDir = await usedDataDir('faults');
    // Durable: what a killed database had promised must be there afterwards.
    const cluster = new Cluster(dataDir, await startEmbedded({ dataDir }), print);
    for (let i = 1; i <= size; i++) await cluster.add(`server-${i}`, i === size ? PROCESSES : 1);
    return cluster;
  }

  async close(): Promise<void> {
    await Promise.all(this.members.map(({ server }) => server.stop()));
    await this.database.stop();
    await Promise.all(this.members.map(({ way }) => way.close()));
    await rm(this.dataDir, { recursive: true, force: true });
  }

  /** Another server in the place of one that is gone. Where the database goes away while it starts, it is started again, as by its supervisor. */
  async replace(member: Member): Promise<void> {
    for (let starts = 1; ; starts++) {
      try {
        member.server = await this.serve(member);
        return;
      } catch (error) {
        this.print(String(error));
        if (starts === MOST_STARTS) throw error;
      }
    }
  }

  /** Shuts the database down in order, for a while. */
  restartDatabase(whileAway: () => Promise<void>): Promise<void> {
    return this.inTurn(async () => {
      this.lead(null);
      await this.database.stop();
      await whileAway();
      await this.startDatabase();
    });
  }

  /** Ends the database without order: `SIGQUIT` is an immediate shutdown, `SIGKILL` a crash. */
  crashDatabase(signal: 'SIGQUIT' | 'SIGKILL', whileAway: () => Promise<void>): Promise<void> {
    return this.inTurn(async () => {
      process.kill((await postmaster(this.dataDir)) ?? NaN, signal);
      await this.database.stop();
      this.lead(null);
      await whileAway();
      await this.startDatabase();
    });
  }

  /** Ends every session of the servers, from within the database. */
  terminateSessions(): Promise<void> {
    return this.inTurn(async () => {
      const admin = new pg.Client(this.database.url);
      await admin.connect();
      await admin.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'skein'`);
      await admin.end();
    });
  }

  /** What happens to the database, one after the other. */
  private inTurn(happen: () => Promise<void>): Promise<void> {
    this.turn = this.turn.then(happen);
    return this.turn;
  }

  private async add(name: string, processes: number): Promise<void> {
    const way = await Forwarder.listen();
    way.to(this.databasePort);
    this.members.push({ name, way, processes, server: await this.serve({ name, way, processes }), taken: false, frozen: false });
  }

  private serve({ name, way, processes }: Pick<Member, 'name' | 'way' | 'processes'>): Promise<TestServer> {
    const url = new URL(this.database.url);
    url.port = String(way.port);
    const environment = {
      DATABASE_URL: url.href,
      SKEIN_SLOTS: String(SLOTS),
      SKEIN_MAX_BACKLOG: String(BACKLOG),
      SKEIN_PROCESSES: String(processes),
      SKEIN_THREADS: String(THREADS),
      SKEIN_SNAPSHOT_SEC: String(SNAPSHOT_SEC),
      NODE_OPTIONS: `--import=${MORTAL_THREADS}`,
    };
    return TestServer.start(environment, (text) => this.print(`${name}: ${text}`));
  }

  private async startDatabase(): Promise<void> {
    this.database = await startEmbedded({ dataDir: this.dataDir });
    this.lead(this.databasePort);
  }

  private lead(port: number | null): void {
    for (const { way } of this.members) way.to(port);
  }

  private get databasePort(): number {
    return Number(new URL(this.database.url).port);
  }
}
