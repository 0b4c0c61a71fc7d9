const LEAST_AGE_MS = 1_000;
/** What is older misleads, however long it took: this process, or the database, may have been held up just then. */
const MOST_AGE_MS = 60_000;
/** A question that is asked again after a hundred times its duration takes one percent of a connection. */
const REST = 100;
const PATIENCE_MS = 2_000;

/** An answer of the database that is kept for a moment: for a hundred times as long as it took, a second at least and a minute at most. */
export class Sampled<T> {
  private value: T | null = null;
  private goodUntilMs = -Infinity;
  private asking: Promise<void> | null = null;

  constructor(private readonly ask: () => Promise<T>) {}

  /** Null where there is none, as the database does not answer; what takes longer than two seconds is there the next time. */
  async get(): Promise<T | null> {
    if (performance.now() < this.goodUntilMs) return this.value;
    this.asking ??= this.renew().finally(() => (this.asking = null));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, PATIENCE_MS)));
    await Promise.race([this.asking, late]);
    clearTimeout(timer);
    return this.value;
  }

  private async renew(): Promise<void> {
    const began = performance.now();
    this.value = await this.ask().catch(() => null);
    const ended = performance.now();
    this.goodUntilMs = ended + Math.min(MOST_AGE_MS, Math.max(LEAST_AGE_MS, REST * (ended - began)));
  }
}
