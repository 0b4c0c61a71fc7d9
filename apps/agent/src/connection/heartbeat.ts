/** Asks for a sign of life once a beat, and notices when none has come for two. */
export class Heartbeat {
  private timer: NodeJS.Timeout | undefined;
  private heardMs = 0;
  private beatMs = 0;

  /**
   * @param ask gets this clock's reading, in milliseconds since 1970
   * @param silent called once
   */
  constructor(
    private readonly ask: (ts: number) => void,
    private readonly silent: () => void,
  ) {}

  start(beatSec: number): void {
    this.stop();
    this.heard();
    this.beatMs = performance.now();
    this.timer = setInterval(() => this.beat(2 * beatSec * 1000), beatSec * 1000);
  }

  /** Anything that comes is a sign of life. */
  heard(): void {
    this.heardMs = performance.now();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private beat(limitMs: number): void {
    const nowMs = performance.now();
    // While this process was held up, it has asked for nothing: the server's silence counts from here.
    if (nowMs - this.beatMs >= limitMs) this.heardMs = nowMs;
    this.beatMs = nowMs;
    if (nowMs - this.heardMs < limitMs) {
      this.ask(Date.now());
      return;
    }
    this.stop();
    this.silent();
  }
}
