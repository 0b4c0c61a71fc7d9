const BASE_MS = 100;
const CAP_MS = 10_000;

/**
 * How long to wait before a thread is started again: exponential backoff with equal jitter, so at least half of
 * `min(CAP_MS, BASE_MS * 2^(deaths - 1))`, because a thread that dies at once must not be started in a tight loop.
 * @param deaths in a row, 1 or more
 * @param random uniform in [0, 1)
 */
export function respawnDelayMs(deaths: number, random: number): number {
  const ceilingMs = Math.min(CAP_MS, BASE_MS * 2 ** (deaths - 1));
  return (ceilingMs / 2) * (1 + random);
}
