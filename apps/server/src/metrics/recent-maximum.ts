/** The largest value of the last while: of at least one window, of at most two. So nobody who looks once a window misses a peak, and no peak stays for good. */
export class RecentMaximum {
  private window = -Infinity;
  private present = 0;
  private before = 0;

  constructor(
    private readonly windowMs: number,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  add(value: number): void {
    this.turn();
    this.present = Math.max(this.present, value);
  }

  /** 0 where there was none. */
  get value(): number {
    this.turn();
    return Math.max(this.present, this.before);
  }

  private turn(): void {
    const window = Math.floor(this.nowMs() / this.windowMs);
    if (window === this.window) return;
    this.before = window === this.window + 1 ? this.present : 0;
    this.present = 0;
    this.window = window;
  }
}
