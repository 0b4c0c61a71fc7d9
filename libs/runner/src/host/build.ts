import { Simulator, type PacketBudget } from '@skein/engine';
import type { Scenario } from '@skein/topology';
import type { EditEntry, PackedSnapshot } from '../messages.js';
import { unpack } from '../packed-snapshot.js';

/** @param scenario JSON text of a `Scenario`, validated by whoever admitted it */
export function build(scenario: string, budget?: PacketBudget): Simulator {
  return new Simulator(JSON.parse(scenario) as Scenario, budget);
}

/** @param made the edits up to the snapshot. @returns null where the snapshot cannot be gone on from here */
export function restore(scenario: string, made: readonly EditEntry[], snapshot: PackedSnapshot, budget?: PacketBudget): Simulator | null {
  const bytes = unpack(snapshot);
  if (!bytes) return null;
  const edits = made.map(({ at_sec, edits }) => ({ atSec: at_sec, edits }));
  try {
    return Simulator.restore(JSON.parse(scenario) as Scenario, edits, bytes, budget);
  } catch {
    // Whatever is wrong with it, or with what it was made from: going through the whole course shows what is the simulation's own.
    return null;
  }
}
