/** Packets dropped, by cause. */
export interface Drops {
  /** Lost on a wire. */
  loss: number;
  /** Refused by a full queue. */
  queue: number;
  /** At a node from which no route leads on. */
  no_route: number;
  /** On a wire that went down. */
  link_down: number;
}

/** Delays in milliseconds, from creation to full reception; every member null while nothing has been delivered. */
export interface DelayStatistics {
  mean: number | null;
  stddev: number | null;
  min: number | null;
  max: number | null;
  p10: number | null;
  p20: number | null;
  p50: number | null;
  p80: number | null;
  p90: number | null;
  p99: number | null;
}

export interface FlowResults {
  id: string;
  from: string;
  to: string;
  sent: number;
  delivered: number;
  dropped: Drops;
  /** Delivered bits over the measured time, in Mbit/s; null before the warm-up has ended. */
  throughput_mbps: number | null;
  delay_ms: DelayStatistics;
  /** Mean absolute difference of consecutive delays; null below two deliveries. */
  jitter_ms: number | null;
}

/** One direction of a link. */
export interface LinkResults {
  id: string;
  from: string;
  to: string;
  /** Transmissions begun. */
  packets: number;
  bytes: number;
  /** Busy share of the measured time in which the link existed, 0 to 1; null before the warm-up has ended. */
  utilization: number | null;
  /** Time average of the packets waiting or in service; null before the warm-up has ended. */
  mean_queue: number | null;
  max_queue: number;
  dropped: Drops;
  /** Simulated time at which an edit added the link, 0 where it was there from the start; and removed it, null while it is there. */
  added_sec: number;
  removed_sec: number | null;
}

/** The network as a whole, interval by interval; entry i covers [i, i + 1) * interval_sec, the last one up to `simulated_sec`. */
export interface Series {
  interval_sec: number;
  sent: number[];
  delivered: number[];
  dropped: number[];
  throughput_mbps: number[];
  /** Mean delay of what was delivered in the interval; null where nothing was. */
  delay_ms: (number | null)[];
}

/** What a simulation has measured so far: exactly the members that `result_hash` covers. */
export interface Results {
  simulated_sec: number;
  seed: number;
  engine_version: string;
  packets: { sent: number; delivered: number; dropped: Drops; in_flight: number };
  flows: FlowResults[];
  links: LinkResults[];
  series: Series;
}
