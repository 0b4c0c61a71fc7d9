import type { SimulationRecord } from '../lifecycle/simulation-record.js';

/** What was submitted, as the store keeps it. */
export interface SubmittedTexts {
  /** The body as it was sent; null where an earlier server stored the simulation. */
  request: string | null;
  /** JSON text of the `Scenario` that was made of it. */
  scenario: string;
}

/**
 * JSON text of the request that made a simulation: the body as it was sent or, where none was kept, one that means the same, every default filled in. Works on text, since a
 * request can be as large as a body may be.
 */
export function requestDocument(record: SimulationRecord, { request, scenario }: SubmittedTexts): string {
  if (request !== null) return request;
  const { name, labels, priority, config } = record;
  // A scenario ends with its configuration, which says all but where the simulation may run.
  const whole = scenario.replace(/\}\}$/, () => `,"placement":${JSON.stringify(config.placement)}}}`);
  return `${JSON.stringify({ name, labels, priority }).slice(0, -1)},${whole.slice(1)}`;
}
