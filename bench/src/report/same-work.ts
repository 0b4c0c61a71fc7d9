import type { Measurement } from '../programs/measurement.js';

const RELATIVE = 0.01;
const STANDARD_ERRORS = 3;

/** What must agree for two programs to have done the same work; the first two per simulated second. */
const FIGURES: Record<string, (run: Measurement) => number> = {
  'packet-hops': ({ packetHops, simulatedSec }) => packetHops / simulatedSec,
  delivered: ({ delivered, simulatedSec }) => delivered / simulatedSec,
  'mean delay': ({ meanDelaySec }) => meanDelaySec,
};

/**
 * Compares the means over runs with different seeds. They may differ by 1 %, and beyond that by three standard errors of the difference:
 * queues that are nearly always full change slowly, so short runs of an overload scatter by more than 1 %.
 *
 * @throws Error naming every figure that differs by more. @returns the differences in percent, for the table.
 */
export function checkSameWork(ours: readonly Measurement[], theirs: readonly Measurement[]): string {
  const wrong: string[] = [];
  const differences = Object.entries(FIGURES).map(([name, figure]) => {
    const [one, other] = [estimate(ours.map(figure)), estimate(theirs.map(figure))];
    const relative = one.mean / other.mean - 1;
    const error = Math.hypot(one.standardError / one.mean, other.standardError / other.mean);
    if (!(Math.abs(relative) <= RELATIVE + STANDARD_ERRORS * error)) {
      wrong.push(`${name}: ${one.mean} against ${other.mean}, standard error ${(error * 100).toFixed(2)} %`);
    }
    return `${name} ${relative < 0 ? '−' : '+'}${Math.abs(relative * 100).toFixed(2)} %`;
  });
  if (wrong.length > 0) throw new Error(`The programs did not do the same work. ${wrong.join('; ')}`);
  return differences.join(', ');
}

function estimate(values: readonly number[]): { mean: number; standardError: number } {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, standardError: Math.sqrt(squares / (n - 1) / n) };
}
