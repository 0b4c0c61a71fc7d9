/** Tells faults that may be gone the next time (a lost connection, a deadlock) from those that will stay. */
export abstract class TransientFaults {
  abstract includes(error: unknown): boolean;
}
