import type { Clock } from './clock.js';
import { SLICE_MS, type HostedSimulation } from './hosted-simulation.js';
import { WakeHeap } from './wake-heap.js';

/** How often a paced simulation is moved on, in milliseconds of wall clock; its end has a wake of its own. */
export const WAKE_MS = 250;

/** Successive multiples of it, modulo 1, are spread evenly however many there are. */
const GOLDEN_RATIO = 0.6180339887498949;

/** How a simulation stands after a slice: where the clock wants it, or not yet, or not to be run any more. */
export type Standing = 'on_pace' | 'behind' | 'over';

/**
 * Shares one thread. What keeps its pace sleeps until it is next to be moved on, earliest first; what is behind, or knows no pace, takes
 * turns. Each kind gets a share of every turn, so that neither can keep the other, or a message, waiting for long.
 */
export class Scheduler {
  private readonly asleep = new WakeHeap<HostedSimulation>();
  /** In the order in which they get their slices. */
  private readonly behind = new Set<HostedSimulation>();
  private started = 0;

  constructor(
    private readonly clock: Clock,
    private readonly slice: (simulation: HostedSimulation) => Standing,
  ) {}

  /** Wall clock at which a turn is next of use; Infinity for never. */
  get nextMs(): number {
    return this.behind.size > 0 ? this.clock.nowMs() : (this.asleep.first?.wakeMs ?? Infinity);
  }

  add(simulation: HostedSimulation): void {
    if (!simulation.pace.limited) {
      this.behind.add(simulation);
      return;
    }
    // As if it had slept until now, each for another while: what starts together must not go on waking together.
    this.started = (this.started + GOLDEN_RATIO) % 1;
    simulation.wakeMs = this.clock.nowMs() - WAKE_MS * this.started;
    this.asleep.add(simulation);
  }

  remove(simulation: HostedSimulation): void {
    this.asleep.remove(simulation);
    this.behind.delete(simulation);
  }

  /** Some milliseconds of work. */
  turn(): void {
    const startMs = this.clock.nowMs();
    this.share(() => this.wake(startMs));
    this.share(() => this.firstBehind());
  }

  private share(next: () => HostedSimulation | undefined): void {
    const endMs = this.clock.nowMs() + SLICE_MS;
    do {
      const simulation = next();
      if (!simulation) return;
      const standing = this.slice(simulation);
      if (standing === 'on_pace') this.sleep(simulation);
      else if (standing === 'behind') this.behind.add(simulation);
    } while (this.clock.nowMs() < endMs);
  }

  private wake(nowMs: number): HostedSimulation | undefined {
    const { first } = this.asleep;
    if (!first || first.wakeMs > nowMs) return undefined;
    this.asleep.remove(first);
    return first;
  }

  private firstBehind(): HostedSimulation | undefined {
    for (const simulation of this.behind) {
      this.behind.delete(simulation);
      return simulation;
    }
    return undefined;
  }

  private sleep(simulation: HostedSimulation): void {
    const nowMs = this.clock.nowMs();
    const inRhythmMs = simulation.wakeMs + WAKE_MS;
    const nextMs = inRhythmMs > nowMs ? inRhythmMs : nowMs + WAKE_MS;
    simulation.wakeMs = Math.min(nextMs, simulation.dueMs);
    this.asleep.add(simulation);
  }
}
