import { readToRunner, RunnerPool, type FromRemoteRunner, type JsonMessage } from '@skein/runner';
import type { FromAgent, Hello, ToAgent } from '@skein/fleet';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { AgentControl, AgentLogLevel, AgentStatus } from './agent-control.js';
import { COMMANDS } from './commands/index.js';
import { Registry } from './commands/registry.js';
import { Connection } from './connection/connection.js';
import { Executor, type Outlet } from './execution/executor.js';
import { helloOf } from './hello.js';
import type { DataDirectory } from './identity/data-directory.js';
import { Journal } from './journal/journal.js';
import type { AgentOptions } from './options.js';
import { framesOf } from './simulations/frames.js';
import { LocalRuns } from './simulations/local-runs.js';
import { SimulationHost } from './simulations/simulation-host.js';
import { AGENT_VERSION } from './version.js';

/** For the server to confirm the last results, and for the goodbye, each, in milliseconds. */
const FAREWELL_MS = 3000;
/** Work on one simulation, in milliseconds, that another runner would have to do again if this machine vanished. */
const SNAPSHOT_MS = 20_000;
/** Changes of the state that come together are told together, in milliseconds. */
const STATE_MS = 100;

export type AgentEnd = 'stopped' | 'restart';

/** One life of an agent: joins the connection, the commands and the simulations. */
export class Agent implements AgentControl {
  private readonly registry = new Registry(COMMANDS);
  private readonly pool: RunnerPool;
  private readonly locals: LocalRuns;
  private readonly simulations: SimulationHost;
  private readonly connection: Connection;
  private readonly executor: Executor;
  private readonly bornMs = performance.now();
  /** Results that the last hello has told. */
  private told = new Set<string>();
  private stateTimer: NodeJS.Timeout | undefined;
  private end: ((how: AgentEnd) => void) | undefined;
  private readonly ending = new Promise<AgentEnd>((resolve) => (this.end = resolve));

  private constructor(
    private readonly options: AgentOptions,
    directory: DataDirectory,
    private readonly journal: Journal,
    private readonly log: Logger,
  ) {
    const { servers, id, name, token, slots, threads } = options;
    this.pool = new RunnerPool({ name: id, threads, snapshotEveryMs: SNAPSHOT_MS });
    this.locals = new LocalRuns(this.pool);
    this.pool.onReport((report) => this.locals.take(report));
    this.pool.onLost((reason, claims) => this.locals.lost(reason, claims));
    this.simulations = new SimulationHost({
      runner: this.pool,
      send: (message) => this.sendReport(message),
      changed: () => this.changed(),
      log,
    });
    this.connection = new Connection(
      { servers, id, name, token, credentialFile: directory.file('credential.json'), log },
      {
        hello: () => this.hello(),
        welcomed: () => this.welcomed(),
        received: (message) => this.receive(message),
        disconnected: () => this.simulations.offline(),
      },
    );
    this.executor = new Executor({ registry: this.registry, journal, slots, agent: this, outlet: this.outlet(), log });
  }

  /** Reads the journal; rejects where it cannot. */
  static async open(options: AgentOptions, directory: DataDirectory, log: Logger): Promise<Agent> {
    return new Agent(options, directory, await Journal.open(directory.file('journal.jsonl'), log), log);
  }

  /** Serves until it is stopped or restarted. */
  async run(): Promise<AgentEnd> {
    await this.executor.resume();
    const connected = this.connection.run();
    const how = await this.ending;
    this.log.info(`Ending: what runs has ${this.options.drainSec} s`);
    this.simulations.handBack('The agent was stopped.');
    await this.executor.finish(this.options.drainSec * 1000);
    await this.executor.whenSettled(AbortSignal.timeout(FAREWELL_MS));
    this.connection.stop();
    await Promise.race([connected, delay(FAREWELL_MS)]);
    clearTimeout(this.stateTimer);
    await Promise.all([this.pool.stop(), this.journal.close()]);
    return how;
  }

  stop(): void {
    this.end?.('stopped');
  }

  restart(): void {
    this.end?.('restart');
  }

  drain(): void {
    this.executor.drain();
  }

  undrain(): void {
    this.executor.undrain();
  }

  setLogLevel(level: AgentLogLevel): void {
    this.log.level = level;
  }

  simulate(scenario: string, signal: AbortSignal, moved: (simulatedSec: number) => void): Promise<string> {
    return this.locals.toEnd(scenario, signal, moved);
  }

  status(): AgentStatus {
    const { id, labels, slots } = this.options;
    const { draining, running, waitingCount } = this.executor;
    return {
      id,
      version: AGENT_VERSION,
      uptime_sec: (performance.now() - this.bornMs) / 1000,
      labels,
      slots,
      free_slots: this.freeSlots,
      draining,
      log_level: this.log.level,
      running,
      waiting: waitingCount,
      unsent_results: this.journal.ledger.results().length,
      simulations: this.simulations.running.map(({ sim_id }) => sim_id),
    };
  }

  /** Commands and simulations share the slots; only simulations are turned away for want of them. */
  private get freeSlots(): number {
    if (this.executor.draining) return 0;
    return Math.max(0, this.options.slots - this.executor.used - this.simulations.running.length);
  }

  private hello(): Hello {
    const { ledger } = this.journal;
    const { labels, slots } = this.options;
    const hello = helloOf(
      {
        version: AGENT_VERSION,
        labels,
        slots,
        last_seq: ledger.lastSeq,
        commands: this.registry.describe(),
        running: [...ledger.orders('accepted'), ...ledger.orders('started')].map(({ id }) => id),
        simulations: this.simulations.claims,
      },
      ledger.results(),
    );
    this.told = new Set(hello.unsent_results.map(({ id }) => id));
    return hello;
  }

  private welcomed(): void {
    // What the hello had no room for, and what has happened since.
    for (const result of this.journal.ledger.results()) if (!this.told.has(result.id)) this.say({ type: 'result', ...result });
    for (const id of this.executor.running) this.say({ type: 'progress', id });
    this.tellState();
    this.simulations.online();
  }

  private receive(message: Exclude<ToAgent, { type: 'welcome' | 'ping' | 'pong' | 'drain' }>): void {
    switch (message.type) {
      case 'command': {
        const { type: _, ...order } = message;
        void this.executor.receive(order);
        break;
      }
      case 'cancel':
        void this.executor.cancel(message.id);
        break;
      case 'result_ack':
        this.executor.settle(message.id);
        break;
      case 'runner':
        this.runner(message.message);
        break;
      case 'error':
        this.log.error(`The server refused a message: ${message.code}: ${message.detail}`);
        // A result that it will never take (of a command that was deleted) must not be offered for ever.
        if (message.id !== undefined) this.executor.settle(message.id);
        break;
    }
  }

  private sendReport(message: FromRemoteRunner): boolean {
    if (this.connection.isCongested) return false;
    return framesOf(message).every((frame) => this.connection.send(frame));
  }

  private runner(json: JsonMessage): void {
    const message = readToRunner(json);
    if (message) this.simulations.receive(message);
    else this.log.warn(`The server sent a message for a runner that is left out of account: ${json.type}`);
  }

  private outlet(): Outlet {
    return {
      acknowledged: (id) => this.say({ type: 'ack', id }),
      progressed: (id, message, fraction) => this.say({ type: 'progress', id, message, fraction }),
      ended: (result) => this.say({ type: 'result', ...result }),
      changed: () => this.changed(),
    };
  }

  private say(message: FromAgent): void {
    this.connection.send(message);
  }

  private changed(): void {
    this.stateTimer ??= setTimeout(() => this.tellState(), STATE_MS);
  }

  private tellState(): void {
    clearTimeout(this.stateTimer);
    this.stateTimer = undefined;
    this.say({ type: 'state', draining: this.executor.draining, free_slots: this.freeSlots });
  }
}
