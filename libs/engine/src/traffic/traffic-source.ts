/**
 * When a flow sends. One object serves all flows of its kind and keeps their state in their rows; the flow's slot in the event set
 * holds the time that was answered last.
 */
export interface TrafficSource {
  /** Takes a flow on and answers the time of its first event, in seconds. */
  start(flow: number, startSec: number): number;
  /** Called at each event of a flow; answers the time of the next one. */
  next(flow: number, nowSec: number): number;
}
