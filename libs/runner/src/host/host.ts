import type { Claim, FromRunner, ResultsAt, ToRunner } from '../messages.js';
import { build } from './build.js';
import type { Clock } from './clock.js';
import { failureOf } from './failure.js';
import { HostedSimulation } from './hosted-simulation.js';
import { Pace } from './pace.js';
import { Progress } from './progress.js';
import { resultsAt } from './results-at.js';
import { Scheduler, type Standing } from './scheduler.js';

type Message<Type extends ToRunner['type']> = Extract<ToRunner, { type: Type }>;

/**
 * Many simulations in one thread, each at its own pace. Knows neither threads nor sockets: messages come in through `receive` and go
 * out through `emit`. Never throws: what goes wrong in a simulation is reported as its failure, and the others go on.
 */
export class Host {
  private readonly simulations = new Map<string, HostedSimulation>();
  private readonly scheduler: Scheduler;
  private readonly progress = new Progress();
  private alarmMs = Infinity;

  constructor(
    private readonly clock: Clock,
    private readonly emit: (message: FromRunner) => void,
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
      case 'drop':
        this.forget(this.find(message));
        break;
      case 'results':
        this.results(message);
        break;
      case 'blank':
        this.blank(message);
        break;
    }
    this.setAlarm();
  }

  private start({ sim_id, epoch, scenario, speed }: Message<'start'>): void {
    const present = this.simulations.get(sim_id);
    if (present && present.claim.epoch >= epoch) return;
    this.forget(present);
    const simulation = new HostedSimulation({ sim_id, epoch }, scenario, new Pace(speed, this.clock.nowMs()));
    this.simulations.set(sim_id, simulation);
    this.scheduler.add(simulation);
  }

  private hold(message: Message<'hold'>): void {
    this.answer(message, (simulation) => {
      if (!simulation.held) {
        this.move(simulation);
        simulation.freeze();
        this.scheduler.remove(simulation);
      }
      return simulation.results(true);
    });
  }

  private release(claim: Claim): void {
    const simulation = this.find(claim);
    if (!simulation?.held) return;
    simulation.held = false;
    this.scheduler.add(simulation);
  }

  private results(message: Message<'results'>): void {
    this.answer(message, (simulation) => {
      if (!simulation.held) this.move(simulation);
      return simulation.results(false);
    });
  }

  private blank({ request, scenario }: Message<'blank'>): void {
    try {
      this.emit({ type: 'answer', request, ...resultsAt(build(scenario), true) });
    } catch (error) {
      this.emit({ type: 'refused', request, reason: failureOf(error).message });
    }
  }

  private answer({ request, ...claim }: Message<'hold' | 'results'>, ask: (simulation: HostedSimulation) => ResultsAt): void {
    const simulation = this.find(claim);
    if (!simulation) {
      this.emit({ type: 'refused', request, reason: `Simulation ${claim.sim_id} is not here under epoch ${claim.epoch}.` });
      return;
    }
    try {
      this.emit({ type: 'answer', request, ...ask(simulation) });
    } catch (error) {
      this.fail(simulation, error);
      this.emit({ type: 'refused', request, reason: failureOf(error).message });
    }
  }

  private turn(): void {
    this.alarmMs = Infinity;
    this.scheduler.turn();
    const progress = this.progress.take(this.clock.nowMs());
    if (progress) this.emit(progress);
    this.setAlarm();
  }

  private slice(simulation: HostedSimulation): Standing {
    try {
      const caughtUp = this.move(simulation);
      if (!simulation.done) return caughtUp ? 'on_pace' : 'behind';
      const ended = simulation.results(true);
      this.forget(simulation);
      this.emit({ type: 'done', ...simulation.claim, ...ended });
    } catch (error) {
      this.fail(simulation, error);
    }
    return 'over';
  }

  private move(simulation: HostedSimulation): boolean {
    const beforeSec = simulation.nowSec;
    const caughtUp = simulation.advance(this.clock);
    if (simulation.nowSec > beforeSec) this.progress.add(simulation);
    return caughtUp;
  }

  private fail(simulation: HostedSimulation, error: unknown): void {
    this.forget(simulation);
    this.emit({ type: 'failed', ...simulation.claim, ...failureOf(error) });
  }

  private find({ sim_id, epoch }: Claim): HostedSimulation | undefined {
    const simulation = this.simulations.get(sim_id);
    return simulation?.claim.epoch === epoch ? simulation : undefined;
  }

  private forget(simulation: HostedSimulation | undefined): void {
    if (!simulation) return;
    this.simulations.delete(simulation.claim.sim_id);
    this.scheduler.remove(simulation);
    this.progress.remove(simulation);
  }

  private setAlarm(): void {
    const atMs = Math.min(this.scheduler.nextMs, this.progress.nextMs);
    if (atMs >= this.alarmMs) return;
    this.alarmMs = atMs;
    this.clock.alarm(atMs, () => this.turn());
  }
}
