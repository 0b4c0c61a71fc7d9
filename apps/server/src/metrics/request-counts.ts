/** Upper bounds of the buckets, in seconds. */
export const DURATION_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** What one route and method have counted. */
class Cell {
  readonly answered = new Map<number, number>();
  /** Durations by bucket, those above the last bound at the end. */
  readonly buckets = new Float64Array(DURATION_BUCKETS.length + 1);
  sumSec = 0;

  constructor(
    readonly route: string,
    readonly method: string,
  ) {}
}

interface Sample {
  labels: Record<string, string | number>;
  value: number;
  metricName?: string;
}

/**
 * Counts requests by plain arithmetic, and puts it into the form of prom-client's samples when somebody asks. Its own counters and histograms, which find
 * the place of every increment by a text of all labels, took 1.4 µs a request, which is 2 % of a small one; this takes a tenth of that.
 */
export class RequestCounts {
  private readonly cells = new Map<string, Cell>();

  /** @param durationSec null where it says nothing: of a stream */
  add(route: string, method: string, status: number, durationSec: number | null): void {
    const key = method + route;
    let cell = this.cells.get(key);
    if (!cell) this.cells.set(key, (cell = new Cell(route, method)));
    cell.answered.set(status, (cell.answered.get(status) ?? 0) + 1);
    if (durationSec === null) return;
    let bucket = 0;
    while (durationSec > DURATION_BUCKETS[bucket]) bucket += 1;
    cell.buckets[bucket] += 1;
    cell.sumSec += durationSec;
  }

  /** Requests by route, method and status. */
  totals(): Sample[] {
    return [...this.cells.values()].flatMap(({ route, method, answered }) =>
      Array.from(answered, ([status, value]) => ({ labels: { route, method, status: String(status) }, value })),
    );
  }

  /** Durations by route and method, as the cumulative buckets, the sum and the count of a histogram. */
  durations(name: string): Sample[] {
    return [...this.cells.values()].flatMap(({ route, method, buckets, sumSec }) => {
      let count = 0;
      const samples = Array.from(buckets, (value, i): Sample => {
        count += value;
        return { labels: { le: DURATION_BUCKETS[i] ?? '+Inf', route, method }, value: count, metricName: `${name}_bucket` };
      });
      if (count === 0) return [];
      const labels = { route, method };
      return [...samples, { labels, value: sumSec, metricName: `${name}_sum` }, { labels, value: count, metricName: `${name}_count` }];
    });
  }
}
