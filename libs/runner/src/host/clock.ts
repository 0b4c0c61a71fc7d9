/** The wall clock of a host, and its one alarm. */
export abstract class Clock {
  /** Milliseconds since some fixed moment; never goes back. */
  abstract nowMs(): number;

  /**
   * Calls `ring` once, at `atMs` or soon after, never from within this call, and after whatever messages are waiting by then.
   * Replaces the alarm that was set before.
   */
  abstract alarm(atMs: number, ring: () => void): void;
}
