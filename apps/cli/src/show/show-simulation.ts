import type { Skein, StatusDocument } from '@skein/client';
import { progressBar } from './progress-bar.js';
import { resultTables } from './result-tables.js';
import { say } from './say.js';

/** Follows a simulation to its end, shows its progress and then its results; returns how it ended. */
export async function showSimulation(skein: Skein, simId: string, signal: AbortSignal): Promise<StatusDocument> {
  const bar = progressBar();
  const status = await skein.waitFor(simId, { signal, onProgress: (now) => bar.show(now) }).finally(() => bar.stop());
  say(`Status: ${status.status}\n`);
  say(resultTables(await skein.results(simId, { signal })));
  return status;
}
