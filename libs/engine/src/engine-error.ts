/**
 * `too_many_packets`: more packets in flight than the engine holds. `cannot_edit`: not at this moment. `foreign_snapshot`: one that cannot be restored here, so that
 * a replay is to take its place. `broken_invariant`: the engine contradicts itself, which no input may cause.
 */
export type EngineErrorCode = 'too_many_packets' | 'cannot_edit' | 'foreign_snapshot' | 'broken_invariant';

/** What the engine will not do, or a scenario that cannot be run on: that would fail at the same event if repeated. */
export class EngineError extends Error {
  override readonly name = 'EngineError';

  constructor(
    readonly code: EngineErrorCode,
    message: string,
  ) {
    super(message);
  }
}
