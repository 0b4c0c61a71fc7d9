/** Where a flow's numbers stand in its row of `Flows.real`. */
export const enum FlowReal {
  /** Nothing is sent at or after this time. */
  STOP_SEC,
  /** Size of every packet, or 0 where `sizes` has a distribution to draw from. */
  FIXED_BYTES,
  RATE_PPS,
  ON_SEC,
  OFF_SEC,
  /** Two numbers that the flow's source keeps as it likes. */
  STATE,
  MORE_STATE,
  WIDTH = 8,
}

/** Where a flow's whole numbers stand in its row of `Flows.int`. */
export const enum FlowInt {
  /** Where its path begins in `Routes.steps`, or `Cursor.UNKNOWN`. */
  PATH,
  /** 1 where the flow's next event sends a packet; 0 where it only moves its source on. */
  SENDS,
  /** The stream of its arrivals. */
  STREAM,
  /** Unused: rows of a power of two stay within one cache line. */
  PADDING,
  WIDTH,
}

/** All flows, row by row; the arrays are replaced when there are more. */
export interface FlowRows {
  readonly real: Float64Array;
  readonly int: Int32Array;
}
