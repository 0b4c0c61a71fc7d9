/*
 * What is accepted at most. None is a limit of the model: each keeps a slip of the finger, or an ill-meant request, from taking a machine's
 * memory or its arithmetic. Limits on nodes, links, flows and bytes are in `DEFAULT_LIMITS`, because a server can move them.
 */

/** A year: long enough for anything, short enough for a double to tell nanoseconds apart at its end. */
export const MAX_DURATION_SEC = 365 * 86_400;
/** A nanosecond: rates over anything shorter would leave the range of a double. */
export const MIN_DURATION_SEC = 1e-9;
/** Samples in one time series: each holds five numbers, and a result is read whole. */
export const MAX_SAMPLES = 100_000;
/** An hour, more than light needs to Jupiter; a packet on a wire takes memory for as long as it is there. */
export const MAX_LATENCY_MS = 3_600_000;
/** 10 Tbit/s, above any single link built. */
export const MAX_BANDWIDTH_MBPS = 1e7;
/** A bit in 1000 s: keeps the time that a packet takes to send finite. */
export const MIN_BANDWIDTH_MBPS = 1e-9;
/** Each waiting packet takes memory. */
export const MAX_QUEUE_PACKETS = 1_000_000;
/** As many bytes as `MAX_QUEUE_PACKETS` of the largest packets. */
export const MAX_QUEUE_BYTES = 1e12;
/** Minimum-size frames fill 50 Gbit/s at this rate; a simulated second takes ten of the clock's already. */
export const MAX_RATE_PPS = 1e8;
/** One packet in thirty years: keeps the gap between packets finite. */
export const MIN_RATE_PPS = 1e-9;
/** The most that `MAX_RATE_PPS` of the largest packets make. */
export const MAX_RATE_MBPS = 8e8;
/** A megabyte, far above jumbo frames. */
export const MAX_PACKET_BYTES = 1_000_000;
export const MAX_PACKET_SIZES = 1000;
/** Only their ratios count; the bound keeps their sum finite. */
export const MAX_WEIGHT = 1e9;
/** Shorter periods would fill the simulation with turning on and off. */
export const MIN_PERIOD_SEC = 1e-6;
export const MAX_PATH_NODES = 10_000;
/** Operations in one edit: they are read at once, and take effect at once. */
export const MAX_OPERATIONS = 10_000;
/** A simulated second in twelve days of the clock, and more than any machine runs: keeps waiting times finite. */
export const MIN_SPEED = 1e-6;
export const MAX_SPEED = 1e9;
/** 2^53 - 1: beyond, JSON readers disagree on which number was meant. */
export const MAX_SEED = Number.MAX_SAFE_INTEGER;
export const MAX_ID_LENGTH = 200;
/** What is given no id is called after its ends, `from-to#2`: as long as two ids, a hyphen and a number. */
export const MAX_DERIVED_ID_LENGTH = 2 * MAX_ID_LENGTH + 20;
export const MAX_NAME_LENGTH = 200;
/** Room for steps between steps; 0, in the middle, is what a request without a priority has. */
export const MIN_PRIORITY = -100;
export const MAX_PRIORITY = 100;
export const MAX_LABELS = 50;
export const MAX_LABEL_NAME_LENGTH = 100;
export const MAX_LABEL_VALUE_LENGTH = 200;
/** A refusal that lists more would not be read. All problems are counted. */
export const MAX_LISTED_PROBLEMS = 10_000;
