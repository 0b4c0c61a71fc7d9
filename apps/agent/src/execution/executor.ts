import type { Logger } from 'pino';
import type { AgentControl } from '../agent-control.js';
import type { Command } from '../commands/command.js';
import type { Registry } from '../commands/registry.js';
import { RESTART } from '../commands/restart.js';
import type { Journal } from '../journal/journal.js';
import type { CommandOrder, CommandResult } from '../journal/records.js';
import { CutShort, sendable, type Ending } from './ends.js';
import { Run } from './run.js';

/** Commands that an agent keeps for the server; more are left to it, unacknowledged, and it sends them again. */
export const MOST_OPEN = 1000;

/** What the executor tells the server; lost while there is no connection, except for results, which are asked for again. */
export interface Outlet {
  acknowledged(id: string): void;
  /** Without a message: it runs. */
  progressed(id: string, message?: string, fraction?: number): void;
  ended(result: CommandResult): void;
  /** Free slots, or the readiness to fill them, have changed. */
  changed(): void;
}

export interface ExecutorOptions {
  registry: Registry;
  journal: Journal;
  slots: number;
  agent: AgentControl;
  outlet: Outlet;
  log: Logger;
}

/**
 * Carries commands out, each once. What is acknowledged is in the journal before, and so is every start: what had been started when the agent was
 * killed has failed, and what had not begins later. Commands begin in the order in which they came, as slots become free.
 */
export class Executor {
  private readonly waiting: CommandOrder[] = [];
  private readonly runs = new Map<string, Run>();
  /** Told when nothing runs any more. */
  private readonly idle: (() => void)[] = [];
  /** Told when the server has every result. */
  private readonly settled: (() => void)[] = [];
  private drained = false;
  private finished = false;

  constructor(private readonly options: ExecutorOptions) {}

  get draining(): boolean {
    return this.drained;
  }

  /** Slots that commands take. */
  get used(): number {
    return [...this.runs.values()].filter(({ command }) => !command.control).length;
  }

  get running(): string[] {
    return [...this.runs.keys()];
  }

  get waitingCount(): number {
    return this.waiting.length;
  }

  /** Goes on where the last life of the agent ended. */
  async resume(): Promise<void> {
    const { journal, log } = this.options;
    for (const { id, command } of journal.ledger.orders('started')) {
      const back = command === RESTART;
      if (!back) log.warn(`Command ${command} (${id}) was running when the agent ended; it has failed.`);
      const result = back ? 'The agent has started again.' : 'The agent was killed while the command ran; it is not run again.';
      await journal.write({ type: 'ended', id, state: back ? 'succeeded' : 'failed', result });
    }
    for (const order of journal.ledger.orders('accepted')) this.admit(order);
  }

  /** Takes what the server sends; what came before is answered again and not run again. */
  async receive(order: CommandOrder): Promise<void> {
    const { journal, outlet, log } = this.options;
    const { ledger } = journal;
    if (this.finished) return;
    const known = ledger.get(order.id);
    if (known?.phase === 'ended') {
      outlet.ended(known.result);
      return;
    }
    if (known || ledger.isSettled(order.id)) {
      outlet.acknowledged(order.id);
      return;
    }
    if (ledger.size >= MOST_OPEN) {
      log.warn(`Command ${order.id} is left to the server: ${MOST_OPEN} are here.`);
      return;
    }
    await journal.write({ type: 'accepted', ...order });
    outlet.acknowledged(order.id);
    // It may have been cancelled meanwhile.
    if (ledger.get(order.id)?.phase === 'accepted') this.admit(order);
  }

  /** What has not come yet is cancelled for when it will. */
  async cancel(id: string): Promise<void> {
    const { ledger } = this.options.journal;
    const known = ledger.get(id);
    if (known?.phase === 'started') {
      this.runs.get(id)?.cut(new CutShort('cancelled', 'It was cancelled while it ran.'));
      return;
    }
    if (known?.phase === 'ended') {
      this.options.outlet.ended(known.result);
      return;
    }
    if (ledger.isSettled(id)) return;
    const place = this.waiting.findIndex((order) => order.id === id);
    if (place >= 0) this.waiting.splice(place, 1);
    await this.end(id, { state: 'cancelled', result: 'It was cancelled before it began.' });
  }

  /** The server has the result. */
  settle(id: string): void {
    const { journal } = this.options;
    if (journal.ledger.get(id)?.phase === 'ended') void journal.write({ type: 'settled', id });
    if (this.allSettled) for (const told of this.settled.splice(0)) told();
  }

  /** Resolves when the server has every result, or the signal is aborted. */
  whenSettled(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (this.allSettled) resolve();
      this.settled.push(resolve);
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }

  private get allSettled(): boolean {
    return this.options.journal.ledger.results().length === 0;
  }

  drain(): void {
    this.drained = true;
    this.options.outlet.changed();
  }

  undrain(): void {
    this.drained = false;
    this.options.outlet.changed();
    this.fill();
  }

  /** Begins nothing any more; what runs may end within the limit and is cut short then. Resolves when nothing runs. */
  async finish(limitMs: number): Promise<void> {
    this.drain();
    const timer = setTimeout(() => this.cutAll(), limitMs);
    await this.whenIdle();
    clearTimeout(timer);
    this.finished = true;
  }

  private cutAll(): void {
    for (const run of this.runs.values()) run.cut(new CutShort('failed', 'The agent was stopped before the command had ended.'));
  }

  /** What restarts the agent ends with it. */
  private get busy(): boolean {
    return [...this.runs.values()].some(({ command }) => command.name !== RESTART);
  }

  private whenIdle(): Promise<void> {
    return new Promise((resolve) => (this.busy ? this.idle.push(resolve) : resolve()));
  }

  private admit(order: CommandOrder): void {
    const { registry } = this.options;
    const command = registry.find(order.command);
    const refusal = registry.refusal(order.command, order.args);
    if (!command || refusal !== null) {
      void this.end(order.id, { state: 'rejected', result: refusal ?? '' });
    } else if (command.control) {
      void this.begin(order, command);
    } else {
      this.waiting.push(order);
      this.fill();
    }
  }

  private fill(): void {
    while (!this.drained && this.used < this.options.slots) {
      const order = this.waiting.shift();
      const command = order && this.options.registry.find(order.command);
      if (!order || !command) return;
      void this.begin(order, command);
    }
  }

  private async begin(order: CommandOrder, command: Command): Promise<void> {
    const { journal, outlet, agent, log } = this.options;
    const { id } = order;
    const run = new Run(order, command, agent, (message, fraction) => outlet.progressed(id, message, fraction));
    this.runs.set(id, run);
    outlet.changed();
    await journal.write({ type: 'started', id });
    log.info({ command: order.command, id }, `Running ${order.command}`);
    outlet.progressed(id);
    await this.end(id, await run.toEnd());
    this.runs.delete(id);
    this.fill();
    outlet.changed();
    if (!this.busy) for (const told of this.idle.splice(0)) told();
  }

  private async end(id: string, outcome: Ending): Promise<void> {
    const { journal, outlet, log } = this.options;
    const ending = sendable(outcome);
    await journal.write({ type: 'ended', id, ...ending });
    log.info({ id, state: ending.state }, `Command ${id} ${ending.state}`);
    outlet.ended({ id, ...ending });
  }
}
