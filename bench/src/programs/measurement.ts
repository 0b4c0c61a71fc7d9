/** What a program under measurement prints as one line of JSON, of the part of its run between warm-up and end. */
export interface Measurement {
  /** Simulated seconds in which was counted. */
  simulatedSec: number;
  /** Seconds of the clock that they took. */
  wallSec: number;
  /** Transmissions begun. */
  packetHops: number;
  events: number;
  sent: number;
  delivered: number;
  dropped: number;
  meanDelaySec: number;
}

/** What the engine's child tells besides. */
export interface EngineMeasurement extends Measurement {
  /** Seconds of the clock from the scenario to the end of the warm-up: building, routes, compiling. */
  settleWallSec: number;
  bytesHeld: number;
  /** Largest resident memory of the whole process, the scenario as objects included. */
  peakRssBytes: number;
}

/** What one kind of edit took, time after time. */
export interface EditMeasurement {
  kind: string;
  milliseconds: number[];
}

export function hopsPerSec({ packetHops, wallSec }: Measurement): number {
  return packetHops / wallSec;
}
