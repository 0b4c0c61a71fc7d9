import type { SimulationRecord } from '../lifecycle/simulation-record.js';

/**
 * What `GET /results/{sim_id}` answers, as JSON text: the runner's text behind the members that say whose it is. Results of a
 * large network are tens of megabytes; they pass through the thread that serves HTTP as text and are never parsed there.
 */
export function resultsDocument(record: SimulationRecord, results: string): string {
  const whose = JSON.stringify({ sim_id: record.simId, run: record.run, status: record.status });
  return `${whose.slice(0, -1)},${results.slice(1)}`;
}
