/** Tells faults that may be gone the next time (a lost connection, a deadlock) from those that will stay. */
export abstract class TransientFaults {
  abstract includes(error: unknown): boolean;

  /** Whether the fault is a time-out, after which another try at once would only wait as long again. */
  timedOut(_error: unknown): boolean {
    return false;
  }
}
