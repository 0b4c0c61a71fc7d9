import type { SimulationRecord } from '../lifecycle/simulation-record.js';

/** What was submitted, as the store keeps it. */
export interface SubmittedTexts {
  /** The body as it was sent, in pieces; null where an earlier server stored the simulation. */
  request: Iterable<Uint8Array> | AsyncIterable<Uint8Array> | null;
  /** JSON text of the `Scenario` that was made of it; empty where the request is there. */
  scenario: string;
}

/**
 * JSON text of the request that made a simulation, in pieces: the body as it was sent or, where none was kept, one that means the same, every default filled in. Works on
 * text, since a request can be as large as a body may be.
 */
export async function* requestDocument(
  record: SimulationRecord,
  { request, scenario }: SubmittedTexts,
): AsyncGenerator<string | Uint8Array> {
  if (request !== null) {
    yield* request;
    return;
  }
  const { name, labels, priority, config } = record;
  // A scenario ends with its configuration, which says all but where the simulation may run.
  const whole = scenario.replace(/\}\}$/, () => `,"placement":${JSON.stringify(config.placement)}}}`);
  yield `${JSON.stringify({ name, labels, priority }).slice(0, -1)},${whole.slice(1)}`;
}
