import type { Clock } from './clock.js';
import { SLICE_MS, type HostedSimulation } from './hosted-simulation.js';
import { WakeHeap } from './wake-heap.js';

/** How often a paced simulation is moved on, in milliseconds of wall clock; its end is a wake of its own. */
export const WAKE_MS = 250;

/**
 * More than these would be spent on waking, some 10 microseconds each, most of it in bringing a simulation's memory back into the cache, and as much
 * again on telling and recording how far it has come. 10 000 simulations took 38 % of a core when moved on once a second, 66 % when four times.
 */
const MOST_WAKES_PER_SEC = 4_000;

/** Successive multiples of it, modulo 1, are spread evenly however many there are. */
const GOLDEN_RATIO = 0.6180339887498949;

/** How a simulation stands after a slice: where the clock wants it, or not yet, or not to be run any more. */
export type Standing = 'on_pace' | 'behind' | 'over';

/**
 * Shares one thread. What keeps its pace sleeps until it is next to be moved on; what is behind, or knows no pace, takes turns. Each kind
 * gets a share of every turn, so that neither can keep the other, or a message, waiting for long.
 */
export class Scheduler {
  private readonly moves = new WakeHeap<HostedSimulation>();
  /** Before any move: where the thread cannot do it all, being late with a move hurts nobody. */
  private readonly ends = new WakeHeap<HostedSimulation>();
  /** In the order in which they get their slices. */
  private readonly behind = new Set<HostedSimulation>();
  private started = 0;

  constructor(
    private readonly clock: Clock,
    private readonly slice: (simulation: HostedSimulation) => Standing,
  ) {}

  /** Wall clock at which a turn is next of use; Infinity for never. */
  get nextMs(): number {
    if (this.behind.size > 0) return this.clock.nowMs();
    return Math.min(this.ends.first?.atMs ?? Infinity, this.moves.first?.atMs ?? Infinity);
  }

  /** How long a simulation sleeps between two moves. */
  private get restMs(): number {
    return Math.max(WAKE_MS, (this.moves.size / MOST_WAKES_PER_SEC) * 1000);
  }

  add(simulation: HostedSimulation): void {
    if (!simulation.paced) {
      this.behind.add(simulation);
      return;
    }
    // As if it had slept until now, each for another while: what starts together must not go on waking together.
    this.started = (this.started + GOLDEN_RATIO) % 1;
    simulation.next.atMs = this.clock.nowMs() - this.restMs * this.started;
    this.moves.add(simulation.next);
  }

  remove(simulation: HostedSimulation): void {
    this.moves.remove(simulation.next);
    this.ends.remove(simulation.end);
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
      else if (standing === 'behind') this.lag(simulation);
    } while (this.clock.nowMs() < endMs);
  }

  private wake(nowMs: number): HostedSimulation | undefined {
    for (const { first } of [this.ends, this.moves]) {
      if (!first || first.atMs > nowMs) continue;
      this.moves.remove(first.sleeper.next);
      return first.sleeper;
    }
    return undefined;
  }

  private firstBehind(): HostedSimulation | undefined {
    for (const simulation of this.behind) {
      this.behind.delete(simulation);
      return simulation;
    }
    return undefined;
  }

  private sleep(simulation: HostedSimulation): void {
    const { next, end } = simulation;
    const nowMs = this.clock.nowMs();
    // Kept to its own rhythm, what was started together does not wake together.
    const inRhythmMs = next.atMs + this.restMs;
    next.atMs = inRhythmMs > nowMs ? inRhythmMs : nowMs + this.restMs;
    this.moves.add(next);
    if (end.place < 0) end.atMs = simulation.dueMs;
    this.ends.add(end);
  }

  private lag(simulation: HostedSimulation): void {
    this.ends.remove(simulation.end);
    this.behind.add(simulation);
  }
}
