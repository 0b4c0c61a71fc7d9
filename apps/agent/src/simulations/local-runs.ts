import { randomUUID } from 'node:crypto';
import type { Claim, Report, Runner } from '@skein/runner';

/** Begins the names of simulations that commands run, which no simulation of the server has. */
const LOCAL = 'command ';

interface LocalRun {
  moved: (simulatedSec: number) => void;
  resolve: (results: string) => void;
  reject: (cause: Error) => void;
}

/** Simulations that are nobody's but a command's, on the runner that the server's are on. */
export class LocalRuns {
  private readonly runs = new Map<string, LocalRun>();

  constructor(private readonly runner: Runner) {}

  static owns({ sim_id }: Claim): boolean {
    return sim_id.startsWith(LOCAL);
  }

  /**
   * Runs a scenario to its end, as fast as it can.
   * @param moved gets simulated seconds
   * @returns JSON text of its results with their hash; rejects where it cannot be run, and with the reason of the signal
   */
  toEnd(scenario: string, signal: AbortSignal, moved: (simulatedSec: number) => void): Promise<string> {
    const claim = { sim_id: LOCAL + randomUUID(), epoch: 1 };
    return new Promise<string>((resolve, reject) => {
      const cut = () => {
        this.runner.drop(claim);
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', cut, { once: true });
      this.runs.set(claim.sim_id, { moved, resolve, reject });
      this.runner.start(claim, scenario, 'max');
    }).finally(() => this.runs.delete(claim.sim_id));
  }

  /** Takes what is about a local run out of a report. */
  take(report: Report): void {
    if (report.type === 'progress') {
      for (const { sim_id, simulated_sec } of report.moved) this.runs.get(sim_id)?.moved(simulated_sec);
    } else if (report.type === 'done') {
      this.runs.get(report.sim_id)?.resolve(report.results);
    } else if (report.type === 'failed') {
      this.runs.get(report.sim_id)?.reject(new Error(`${report.code}: ${report.message}`));
    }
  }

  lost(reason: string, claims: readonly Claim[]): void {
    for (const { sim_id } of claims) this.runs.get(sim_id)?.reject(new Error(`The thread that ran it was lost: ${reason}`));
  }
}
