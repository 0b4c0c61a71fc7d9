import { PacketBudget } from '@skein/engine';
import type { Claim, FromRunner, ResultsAt, ToRunner } from '../messages.js';
import type { Clock } from './clock.js';
import { failureOf } from './failure.js';
import { HostedSimulation } from './hosted-simulation.js';
import { Pace } from './pace.js';
import { Progress } from './progress.js';
import { Scheduler, WAKE_MS, type Standing } from './scheduler.js';
import { Workload } from './workload.js';

/** Begins the names of replays, which no simulation's id does. */
const REPLAY = 'replay ';

type Message<Type extends ToRunner['type']> = Extract<ToRunner, { type: Type }>;

/**
 * Many simulations in one thread, each at its own pace. Knows neither threads nor sockets: messages come in through `receive` and go
 * out through `emit`. Never throws: what goes wrong in a simulation is reported as its failure, and the others go on.
 */
export class Host {
  private readonly simulations = new Map<string, HostedSimulation>();
  private readonly scheduler: Scheduler;
  private readonly progress = new Progress();
  private readonly workload = new Workload();
  private alarmMs = Infinity;

  constructor(
    private readonly clock: Clock,
    private readonly emit: (message: FromRunner) => void,
    /** Work on one simulation, in milliseconds, after which a snapshot of it is sent. */
    private readonly snapshotEveryMs = Infinity,
    /** For the packets in flight of all simulations here. */
    private readonly budget = new PacketBudget(),
  ) {
    this.scheduler = new Scheduler(clock, (simulation) => this.slice(simulation));
  }

  receive(message: ToRunner): void {
    switch (message.type) {
      case 'start':
        this.start(message);
        break;
      case 'hold':
        this.hold(message);
        break;
      case 'release':
        this.release(message);
        break;
      case 'edit':
        this.edit(message);
        break;
      case 'pace':
        this.setPace(message);
        break;
      case 'drop':
        this.forget(this.find(message), 'It was dropped.');
        break;
      case 'results':
        this.whenThere(message, (simulation) => {
          if (!simulation.held) this.move(simulation);
          return simulation.results(false);
        });
        break;
      case 'replay':
        this.replay(message);
        break;
    }
    this.setAlarm();
  }

  private start({ sim_id, epoch, scenario, speed, course }: Message<'start'>): void {
    const present = this.simulations.get(sim_id);
    if (present && present.claim.epoch >= epoch) return;
    this.forget(present, 'A newer claim replaced it.');
    this.add(new HostedSimulation({ sim_id, epoch }, scenario, new Pace(speed, this.clock.nowMs()), course, this.budget));
  }

  private hold(message: Message<'hold'>): void {
    this.whenThere(message, (simulation) => {
      if (!simulation.held) {
        this.move(simulation);
        simulation.freeze();
        this.tellLog(simulation);
        this.scheduler.remove(simulation);
      }
      return message.results ? simulation.results(true) : { simulated_sec: simulation.nowSec, results: '' };
    });
  }

  private release(claim: Claim): void {
    const simulation = this.find(claim);
    if (!simulation) return;
    const wasHeld = simulation.held;
    simulation.release();
    if (wasHeld) this.scheduler.add(simulation);
  }

  private edit({ entry, ...claim }: Message<'edit'>): void {
    const simulation = this.find(claim);
    if (!simulation?.held) return;
    try {
      simulation.edit(entry);
    } catch (error) {
      this.fail(simulation, error);
    }
  }

  private setPace({ speed, ...claim }: Message<'pace'>): void {
    const simulation = this.find(claim);
    if (!simulation) return;
    try {
      if (!simulation.held) this.move(simulation);
      simulation.setPace(speed, this.clock.nowMs());
    } catch (error) {
      this.fail(simulation, error);
      return;
    }
    if (simulation.held) return;
    this.scheduler.remove(simulation);
    this.scheduler.add(simulation);
  }

  /** A simulation of nobody's, which ends with its course. */
  private replay({ request, scenario, course, final }: Message<'replay'>): void {
    const claim = { sim_id: `${REPLAY}${request}`, epoch: 0 };
    const simulation = new HostedSimulation(claim, scenario, new Pace('max', 0), { ...course, paused: true }, this.budget);
    this.whenThere(
      { request, ...simulation.claim },
      () => {
        const results = simulation.results(final);
        this.forget(simulation, 'It was replayed.');
        return results;
      },
      simulation,
    );
    this.add(simulation);
  }

  /** Answers a question about a simulation once that has gone through its course. */
  private whenThere(
    { request, ...claim }: { request: number } & Claim,
    ask: (simulation: HostedSimulation) => ResultsAt,
    simulation = this.find(claim),
  ): void {
    const never = (reason: string): void => this.emit({ type: 'refused', request, reason });
    if (!simulation) {
      never(`Simulation ${claim.sim_id} is not here under epoch ${claim.epoch}.`);
      return;
    }
    const then = (): void => {
      try {
        this.emit({ type: 'answer', request, ...ask(simulation) });
      } catch (error) {
        never(failureOf(error).message);
        this.fail(simulation, error);
      }
    };
    simulation.waiting.push({ then, never });
    // What begins is there at once; what has a long way to go is not kept from its slices.
    if (this.simulations.get(claim.sim_id) === simulation) this.askNow(simulation);
  }

  private askNow(simulation: HostedSimulation): void {
    try {
      if (!simulation.there) this.move(simulation);
      this.answerWaiting(simulation);
    } catch (error) {
      this.fail(simulation, error);
    }
  }

  private answerWaiting(simulation: HostedSimulation): void {
    if (!simulation.there) return;
    for (const { then } of simulation.waiting.splice(0)) then();
  }

  private add(simulation: HostedSimulation): void {
    this.simulations.set(simulation.claim.sim_id, simulation);
    this.scheduler.add(simulation);
  }

  private turn(): void {
    this.alarmMs = Infinity;
    this.scheduler.turn();
    const nowMs = this.clock.nowMs();
    for (const message of [this.progress.take(nowMs), this.workload.take(nowMs)]) if (message) this.emit(message);
    this.setAlarm();
  }

  private slice(simulation: HostedSimulation): Standing {
    try {
      const caughtUp = this.move(simulation);
      this.answerWaiting(simulation);
      if (simulation.held || this.simulations.get(simulation.claim.sim_id) !== simulation) return 'over';
      if (!simulation.done) return caughtUp && simulation.paced ? 'on_pace' : 'behind';
      const ended = simulation.results(true);
      this.forget(simulation, 'It has ended.');
      this.emit({ type: 'done', ...simulation.claim, ...ended });
    } catch (error) {
      this.fail(simulation, error);
    }
    return 'over';
  }

  private move(simulation: HostedSimulation): boolean {
    const beforeSec = simulation.nowSec;
    const { searched } = simulation;
    const wasThere = simulation.there;
    const keeps = this.snapshotEveryMs < Infinity && !isReplay(simulation);
    const beganMs = this.clock.nowMs();
    const lagMs = simulation.lagMs(beganMs) - WAKE_MS;
    const caughtUp = simulation.advance(this.clock);
    this.workload.add(simulation.takeHops(), lagMs);
    this.tellLog(simulation);
    if (keeps) this.tellSnapshot(simulation, this.clock.nowMs() - beganMs);
    // On its course it only comes to where it has been before. What is paused there will not move: that it has come is all there is to tell.
    const arrived = !wasThere && simulation.there && (simulation.nowSec > 0 || simulation.held);
    const moved = simulation.nowSec > beforeSec || simulation.searched > searched;
    if (arrived || (wasThere && moved)) this.progress.add(simulation);
    return caughtUp;
  }

  /** Before anything else is told of what it has come to: who hears of that has heard of this. */
  private tellLog(simulation: HostedSimulation): void {
    const entries = simulation.takeLog();
    if (entries.length > 0 && !isReplay(simulation)) this.emit({ type: 'log', ...simulation.claim, entries });
  }

  /** Now and then, by the work that would be lost without. */
  private tellSnapshot(simulation: HostedSimulation, workMs: number): void {
    simulation.sinceSnapshotMs += workMs;
    if (simulation.sinceSnapshotMs < this.snapshotEveryMs) return;
    simulation.sinceSnapshotMs = 0;
    simulation.settle();
    this.tellLog(simulation);
    if (simulation.done) return;
    this.emit({ type: 'snapshot', ...simulation.claim, snapshot: simulation.snapshot() });
  }

  private fail(simulation: HostedSimulation, error: unknown): void {
    const failure = failureOf(error);
    this.forget(simulation, failure.message);
    if (!isReplay(simulation)) this.emit({ type: 'failed', ...simulation.claim, ...failure });
  }

  private find({ sim_id, epoch }: Claim): HostedSimulation | undefined {
    const simulation = this.simulations.get(sim_id);
    return simulation?.claim.epoch === epoch ? simulation : undefined;
  }

  private forget(simulation: HostedSimulation | undefined, reason: string): void {
    if (!simulation) return;
    this.simulations.delete(simulation.claim.sim_id);
    this.scheduler.remove(simulation);
    this.progress.remove(simulation);
    for (const { never } of simulation.waiting.splice(0)) never(reason);
    simulation.close();
  }

  private setAlarm(): void {
    const atMs = Math.min(this.scheduler.nextMs, this.progress.nextMs, this.workload.nextMs);
    if (atMs >= this.alarmMs) return;
    this.alarmMs = atMs;
    this.clock.alarm(atMs, () => this.turn());
  }
}

function isReplay({ claim }: HostedSimulation): boolean {
  return claim.sim_id.startsWith(REPLAY);
}
