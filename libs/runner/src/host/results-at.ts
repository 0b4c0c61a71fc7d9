import { resultHash, type Simulator } from '@skein/engine';
import type { ResultsAt } from '../messages.js';

/** What a simulator has measured so far, as text. @param final whether it carries its hash, being what an ended run has */
export function resultsAt(simulator: Simulator, final: boolean): ResultsAt {
  const results = simulator.results();
  const result_hash = final ? resultHash(results) : null;
  return { simulated_sec: results.simulated_sec, results: JSON.stringify({ ...results, result_hash }) };
}
