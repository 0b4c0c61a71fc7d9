const WINDOW_SEC = 10;

/** How much of something there was per second, over the last ten whole seconds. */
export class RecentRate {
  private readonly sums = new Float64Array(WINDOW_SEC + 1);
  /** The second that is being counted. */
  private second: number;

  constructor(private readonly nowMs: () => number = () => performance.now()) {
    this.second = this.secondNow();
  }

  add(amount: number): void {
    this.turn();
    this.sums[this.second % this.sums.length] += amount;
  }

  get perSec(): number {
    this.turn();
    const whole = this.sums.reduce((sum, one) => sum + one, 0) - this.sums[this.second % this.sums.length];
    return whole / WINDOW_SEC;
  }

  private turn(): void {
    const now = this.secondNow();
    // Seconds in which nothing happened count as well; more of them than there are places need no clearing twice.
    const passed = Math.min(now - this.second, this.sums.length);
    for (let i = 0; i < passed; i++) this.sums[(now - i) % this.sums.length] = 0;
    this.second = now;
  }

  private secondNow(): number {
    return Math.floor(this.nowMs() / 1000);
  }
}
