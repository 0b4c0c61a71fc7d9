import { resultHash, Simulator } from '@skein/engine';
import type { EditLogDocument, SimulationRequestInput } from '@skein/client';
import { DEFAULT_LIMITS, readRequest, type Edit, type Scenario } from '@skein/topology';

/** What an engine alone makes of a request and a log of edits: the hash that an undisturbed run has, at its end or at a simulated time. */
export function replayedHash(request: SimulationRequestInput, edits: EditLogDocument['edits'], untilSec = Infinity): string {
  const outcome = readRequest(Buffer.from(JSON.stringify(request)), DEFAULT_LIMITS);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusal));
  const simulator = new Simulator(JSON.parse(outcome.value.scenario) as Scenario);
  for (const { simulated_sec, operations } of edits) {
    simulator.advance(simulated_sec);
    const applied = simulator.apply(operations as unknown as Edit[]);
    if (!applied.ok) throw new Error(JSON.stringify(applied.refusal));
  }
  simulator.advance(untilSec);
  return resultHash(simulator.results());
}
