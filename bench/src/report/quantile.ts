/** Of values in ascending order. */
export function quantile(sorted: readonly number[], which: number): number {
  return sorted[Math.floor((sorted.length - 1) * which)];
}
