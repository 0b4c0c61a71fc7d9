/**
 * `too_many_packets`: more packets in flight than the engine holds. `cannot_edit`: not at this moment. `broken_invariant`: the engine contradicts itself, which no
 * input may cause.
 */
export type EngineErrorCode = 'too_many_packets' | 'cannot_edit' | 'broken_invariant';

/** A scenario that cannot be run on. Repeating it would fail at the same event. */
export class EngineError extends Error {
  override readonly name = 'EngineError';

  constructor(
    readonly code: EngineErrorCode,
    message: string,
  ) {
    super(message);
  }
}
