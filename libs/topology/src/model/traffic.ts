export const ARRIVALS = ['poisson', 'constant', 'on_off'] as const;
export type Arrivals = (typeof ARRIVALS)[number];

/** How long the periods of an on-off source are. */
export const PERIODS = ['exponential', 'fixed'] as const;
export type Periods = (typeof PERIODS)[number];

/** One entry of a packet-size distribution. */
export interface PacketSize {
  /** Size on the wire in bytes, above 0, not necessarily whole. */
  bytes: number;
  /** Relative frequency, above 0. */
  weight: number;
}

/** Packets from one node to another, with every default filled in. */
export interface Flow {
  id: string;
  from: string;
  to: string;
  /** Mean packets per second; with `on_off`, the rate during on periods. */
  rate_pps: number;
  arrivals: Arrivals;
  /** A fixed size in bytes, or sizes to draw from. */
  packet_bytes: number | PacketSize[];
  /** Node ids to follow, the first being `from` and the last `to`; null lets routing decide. */
  path: string[] | null;
  start_sec: number;
  /** Null: until the end. */
  stop_sec: number | null;
  /** Whether periods are all of the length given, or drawn with it as their mean; only `on_off` uses this and the lengths. */
  periods: Periods;
  /** Length of on and of off periods in seconds. */
  on_sec: number;
  off_sec: number;
}
