import type { Simulator } from '@skein/engine';
import type { Claim, ResultsAt } from '../messages.js';
import { build } from './build.js';
import type { Clock } from './clock.js';
import { nextUp } from './next-up.js';
import type { Pace } from './pace.js';
import { resultsAt } from './results-at.js';
import { Wake } from './wake-heap.js';

/** How long one simulation may keep the thread, in milliseconds of wall clock. */
export const SLICE_MS = 3;

/**
 * Events between two looks at the clock: some 40 microseconds of the loop, so that looking costs about a percent, and few enough that a
 * stretch of costly ones (the first packet of a flow in a large network finds its route) stays short.
 */
const EVENTS_PER_LOOK = 512;

/** One simulation on a host: its engine, and how far the wall clock lets it go. Whatever the engine throws passes through. */
export class HostedSimulation {
  /** When it is next to be moved on. */
  readonly next = new Wake<HostedSimulation>(this);
  /** When its end is due. */
  readonly end = new Wake<HostedSimulation>(this);
  held = false;
  private built: Simulator | null = null;
  /** Whether events at the present instant may be left over, because a slice ended among them. */
  private amidInstant = false;

  /** @param scenario JSON text; built when first needed, in the simulation's own slice, because a large one takes its time */
  constructor(
    readonly claim: Claim,
    private scenario: string,
    readonly pace: Pace,
  ) {}

  get nowSec(): number {
    return this.built?.nowSec ?? 0;
  }

  get done(): boolean {
    return this.simulator.done;
  }

  /** Wall clock at which the end is due. */
  get dueMs(): number {
    return this.pace.dueMs(this.simulator.durationSec);
  }

  /** Goes on towards where the clock is, for one slice at most. @returns whether it got there */
  advance(clock: Clock): boolean {
    const { simulator } = this;
    const startMs = clock.nowMs();
    const targetSec = this.pace.targetSec(startMs, simulator.durationSec);
    let reached = simulator.advance(targetSec, EVENTS_PER_LOOK);
    while (!reached && clock.nowMs() - startMs < SLICE_MS) reached = simulator.advance(targetSec, EVENTS_PER_LOOK);
    this.amidInstant = !reached;
    return reached;
  }

  /** Stops where it is, rounded up to an instant at which every run of the scenario has the same results, however it was sliced. */
  freeze(): void {
    if (this.amidInstant) this.simulator.advance(nextUp(this.nowSec));
    this.amidInstant = false;
    this.held = true;
  }

  /** @param final whether the results carry their hash, being what an ended run has */
  results(final: boolean): ResultsAt {
    return resultsAt(this.simulator, final);
  }

  private get simulator(): Simulator {
    if (this.built) return this.built;
    this.built = build(this.scenario);
    this.scenario = '';
    return this.built;
  }
}
