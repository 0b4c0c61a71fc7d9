const BASE_MS = 500;
const CAP_MS = 30_000;

/**
 * How long to wait before the next try: full jitter, so anything below `min(CAP_MS, BASE_MS * 2^(failures - 1))`. A fleet that lost its server
 * at one moment comes back spread over that time, not at one moment.
 * @param failures in a row, 1 or more
 * @param random uniform in [0, 1)
 */
export function backoffMs(failures: number, random: number): number {
  return Math.min(CAP_MS, BASE_MS * 2 ** (failures - 1)) * random;
}

/** Who is refused for his credentials waits longer: somebody has to do something first. Between half of it and the whole. */
export function refusedMs(random: number): number {
  return 60_000 * (0.5 + random / 2);
}
