import { SkeinProblem, type Skein, type StatusDocument } from '@skein/client';
import { progressBar } from './progress-bar.js';
import { resultTables } from './result-tables.js';
import { say } from './say.js';

/** Follows a simulation to its end, shows its progress and then its results, where it has any; returns how it ended. */
export async function showSimulation(skein: Skein, simId: string, signal: AbortSignal): Promise<StatusDocument> {
  const bar = progressBar();
  const status = await skein.waitFor(simId, { signal, onProgress: (now) => bar.show(now) }).finally(() => bar.stop());
  say(`Status: ${status.status}\n`);
  const results = await skein.results(simId, { signal }).catch((error: unknown) => {
    if (error instanceof SkeinProblem && error.code === 'no_results') return null;
    throw error;
  });
  if (results !== null) say(resultTables(results));
  return status;
}
