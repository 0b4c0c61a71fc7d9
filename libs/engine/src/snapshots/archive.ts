/**
 * Carries state out into a snapshot, or from one back in. Each part of a simulation says once what of it is state, in its `carry`, for both
 * directions, so that what is read cannot be anything but what was written.
 */
export interface Archive {
  /** Whether state comes in; what is handed over is then what it replaces. */
  readonly restoring: boolean;
  /** Answers what the number is after that: itself, or the one from the snapshot. */
  real(value: number): number;
  /** The same of a whole number from 0 to 2^53 - 1. */
  whole(value: number): number;
  flag(value: boolean): boolean;
  text(value: string): string;
  /** Carries the entries `from` up to, but not including, `to`. */
  reals(array: Float64Array, from: number, to: number): void;
  ints(array: Int32Array, from: number, to: number): void;
  /** The same of whole numbers that are mostly small, in as many bytes as they need. */
  wholes(array: Float64Array, from: number, to: number): void;
}
