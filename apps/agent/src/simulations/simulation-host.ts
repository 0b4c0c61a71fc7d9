import {
  pack,
  type Claim,
  type FromRemoteRunner,
  type FromRunner,
  type PackedSnapshot,
  type Report,
  type ResultsAt,
  type Runner,
  type Snapshot,
  type ToRunner,
} from '@skein/runner';
import type { Logger } from 'pino';
import { Claims } from './claims.js';
import { LocalRuns } from './local-runs.js';
import { Outbox } from './outbox.js';

/** The server has deadlines of its own; beyond this, in milliseconds, nobody waits. */
const ANSWER_MS = 120_000;

type End = Extract<FromRunner, { type: 'done' | 'failed' }>;

/** Ends that are kept; of more, the oldest are forgotten, and the server has them done once more. */
const MOST_ENDS = 1000;
/** When to look again whether a slow connection takes more, in milliseconds. */
const AGAIN_MS = 250;

export interface HostOptions {
  runner: Runner;
  /** @returns false where it could not be sent: it is kept, or if it is an answer, not missed */
  send: (message: FromRemoteRunner) => boolean;
  /** How many simulations it holds has changed. */
  changed: () => void;
  log: Logger;
}

/**
 * The server's simulations on this machine: hands its messages to the runner, and the runner's reports to it. They go on while there is no
 * connection; what they report meanwhile waits.
 */
export class SimulationHost {
  private readonly held = new Claims<true>();
  /** What has ended here, until the server says that it knows: it is told once more over every connection. */
  private readonly ends = new Claims<End>();
  private readonly outbox = new Outbox();
  private connected = false;
  private again: NodeJS.Timeout | undefined;

  constructor(private readonly options: HostOptions) {
    const { runner } = options;
    runner.onReport((report) => this.take(report));
    runner.onSnapshot((claim, snapshot) => void this.tookSnapshot(claim, snapshot));
    runner.onLost((reason, claims) => this.lost(reason, claims));
  }

  /** Simulations that run here. */
  get running(): Claim[] {
    return this.held.all;
  }

  /** What is here of the server's: what runs, and what has ended without its knowing. */
  get claims(): Claim[] {
    return [...this.held.all, ...this.ends.all];
  }

  receive(message: ToRunner): void {
    const { runner } = this.options;
    switch (message.type) {
      case 'start':
        this.start(message);
        break;
      case 'hold':
        this.answer(message.request, runner.hold(message, message.results, ANSWER_MS));
        break;
      case 'release':
        runner.release(message);
        break;
      case 'edit':
        runner.edit(message, message.entry);
        break;
      case 'pace':
        runner.pace(message, message.speed);
        break;
      case 'drop':
        this.drop(message);
        break;
      case 'results':
        this.answer(message.request, runner.results(message, ANSWER_MS));
        break;
      case 'replay':
        this.answer(message.request, runner.replay(message.scenario, message.course, message.final, ANSWER_MS));
        break;
    }
  }

  /** The server is there, and has been told which claims are here. */
  online(): void {
    this.connected = true;
    for (const [, end] of this.ends.values()) this.outbox.add(end);
    this.deliver();
  }

  offline(): void {
    this.connected = false;
  }

  /** Sends what waits, as far as it can be sent. */
  deliver(): void {
    if (!this.connected || this.outbox.isEmpty) return;
    for (const message of this.outbox.take()) if (!this.options.send(message)) this.keep(message);
    if (this.outbox.isEmpty) return;
    clearTimeout(this.again);
    this.again = setTimeout(() => this.deliver(), AGAIN_MS).unref();
  }

  private start({ sim_id, epoch, scenario, speed, course, apart }: Extract<ToRunner, { type: 'start' }>): void {
    const claim = { sim_id, epoch };
    if (LocalRuns.owns(claim) || !this.held.add(claim, true)) return;
    this.ends.forget(sim_id);
    this.options.runner.start(claim, scenario, speed, course, apart);
    this.options.changed();
  }

  private drop({ sim_id, epoch }: Claim): void {
    const claim = { sim_id, epoch };
    this.options.runner.drop(claim);
    this.outbox.forget(claim);
    this.held.delete(claim);
    this.ends.delete(claim);
    this.options.changed();
  }

  private answer(request: number, asked: Promise<ResultsAt>): void {
    asked.then(
      (results) => this.options.send({ type: 'answer', request, ...results }),
      (error: Error) => this.options.send({ type: 'refused', request, reason: error.message }),
    );
  }

  private take(report: Report): void {
    if (report.type === 'progress') {
      for (const moved of report.moved) if (this.held.get(moved)) this.outbox.moved(moved);
    } else if (report.type === 'workload') {
      // For whoever watches: what nobody hears of is not kept.
      if (this.connected) this.options.send(report);
    } else if (this.held.get(report)) {
      if (report.type !== 'log') this.ended(report);
      this.keep(report);
    }
    this.deliver();
  }

  private async tookSnapshot({ sim_id, epoch }: Claim, snapshot: Snapshot | PackedSnapshot): Promise<void> {
    const packed = await pack(snapshot);
    // It may have ended meanwhile.
    if (!this.held.get({ sim_id, epoch })) return;
    this.keep({ type: 'snapshot', sim_id, epoch, snapshot: packed });
    this.deliver();
  }

  /** Gives up all that runs, for other runners to go on with. */
  handBack(reason: string): void {
    this.lost(reason, this.held.all, true);
  }

  private lost(reason: string, claims: readonly Claim[], handedBack = false): void {
    const lost = claims.filter((claim) => this.held.get(claim)).map(({ sim_id, epoch }) => ({ sim_id, epoch }));
    if (lost.length === 0) return;
    for (const claim of lost) this.drop(claim);
    // Unsent, it needs no keeping: with the next connection the server is told what is here.
    if (this.connected) this.options.send({ type: 'lost', reason, claims: lost, ...(handedBack && { handed_back: true }) });
  }

  private ended(end: End): void {
    this.held.delete(end);
    this.ends.add(end, end);
    const [oldest] = this.ends.all;
    if (oldest && this.ends.size > MOST_ENDS) this.ends.delete(oldest);
    this.options.changed();
  }

  private keep(message: FromRemoteRunner): void {
    if (message.type === 'progress') {
      for (const moved of message.moved) this.outbox.moved(moved);
    } else if ('sim_id' in message && !this.outbox.add(message)) {
      this.options.log.warn(`Simulation ${message.sim_id} has said more than can wait for the server; it is left to another runner.`);
      this.lost('Its log has outgrown what an agent keeps.', [message]);
    }
  }
}
