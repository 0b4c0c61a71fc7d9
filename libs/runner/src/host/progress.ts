import type { FromRunner, Moved } from '../messages.js';
import type { HostedSimulation } from './hosted-simulation.js';

/** The shortest time between two progress messages, in milliseconds of wall clock. */
export const PROGRESS_MS = 250;

/** Gathers what has moved into one message. */
export class Progress {
  private readonly moved = new Set<HostedSimulation>();
  private earliestMs = -Infinity;

  /** Wall clock at which there will be something to tell; Infinity while nothing has moved. */
  get nextMs(): number {
    return this.moved.size > 0 ? this.earliestMs : Infinity;
  }

  add(simulation: HostedSimulation): void {
    this.moved.add(simulation);
  }

  remove(simulation: HostedSimulation): void {
    this.moved.delete(simulation);
  }

  /** The message that is due by now, if one is. */
  take(nowMs: number): FromRunner | null {
    if (nowMs < this.nextMs) return null;
    const moved = Array.from(this.moved, progressOf);
    this.moved.clear();
    this.earliestMs = nowMs + PROGRESS_MS;
    return { type: 'progress', moved };
  }
}

function progressOf(simulation: HostedSimulation): Moved {
  const routed = simulation.takeRouted();
  const moved = { ...simulation.claim, simulated_sec: simulation.nowSec };
  return routed === null ? moved : { ...moved, routed };
}
