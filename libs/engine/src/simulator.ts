import type { Scenario } from '@skein/topology';
import { Pause, runEvents } from './events/event-loop.js';
import { Machine } from './events/machine.js';
import { readResults } from './results/read-results.js';
import type { Results } from './results/results.js';

/**
 * One simulation, moved on by its host. Nothing but the scenario decides what happens in it: not how `advance` is cut up, nor
 * how often results are read.
 */
export class Simulator {
  /** End of the run, in simulated seconds. */
  readonly durationSec: number;
  private readonly machine: Machine;
  private readonly seed: number;
  private measuring: boolean;

  /** Builds the network of an already valid scenario. Throws `EngineError`. */
  constructor(scenario: Scenario) {
    this.machine = new Machine(scenario);
    this.seed = scenario.config.seed;
    this.durationSec = scenario.config.duration_sec;
    this.measuring = scenario.config.warmup_sec === 0;
  }

  /** Present simulated time, in seconds. */
  get nowSec(): number {
    return this.machine.nowSec;
  }

  get done(): boolean {
    return this.machine.nowSec >= this.durationSec;
  }

  /** Events processed. */
  get events(): number {
    return this.machine.events;
  }

  /** Transmissions begun, warm-up included. */
  get packetHops(): number {
    return this.machine.transmissionsBegun;
  }

  /** Bytes held in typed arrays, which is nearly all of a large simulation. */
  get bytesHeld(): number {
    return this.machine.bytesHeld;
  }

  /**
   * Processes every event before `untilSec` (at most the duration); events at that very instant come with the next call.
   *
   * @param maxEvents the most events to process now, so that a host can share one thread among many simulations.
   * @returns false where the budget ran out first; `nowSec` is then the time of the last event processed.
   * Throws `EngineError` where more packets are in flight than can be held.
   */
  advance(untilSec: number, maxEvents = Infinity): boolean {
    const { machine } = this;
    const targetSec = Math.min(untilSec, this.durationSec);
    const lastEvent = machine.events + maxEvents;
    while (machine.nowSec < targetSec) {
      const boundarySec = this.measuring ? machine.series.endSec : Math.min(machine.series.endSec, machine.warmupSec);
      const stopSec = Math.min(targetSec, boundarySec);
      const pause = runEvents(machine, stopSec, lastEvent - machine.events);
      if (pause === Pause.OUT_OF_BUDGET) return false;
      if (pause === Pause.NEEDS_SLOTS) machine.packets.grow();
      else if (pause === Pause.NEEDS_PATH) machine.findPath();
      else this.reach(stopSec);
    }
    return true;
  }

  /** What has been measured up to now; the run goes on as if it had not been asked. */
  results(): Results {
    return readResults(this.machine, this.seed);
  }

  private reach(timeSec: number): void {
    const { machine } = this;
    machine.nowSec = timeSec;
    if (timeSec === machine.series.endSec) machine.series.turn();
    if (!this.measuring && timeSec === machine.warmupSec) {
      this.measuring = true;
      machine.startMeasuring();
    }
  }
}
