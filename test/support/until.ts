import { setTimeout as delay } from 'node:timers/promises';

/** For what never comes; what does may be as slow as a busy machine makes it. */
const LIMIT_MS = 120_000;
const SHORTEST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 200;

/** Asks again and again until the answer satisfies, and returns it. */
export async function until<T>(ask: () => Promise<T>, satisfies: (answer: T) => boolean, limitMs = LIMIT_MS): Promise<T> {
  const beganMs = performance.now();
  for (;;) {
    const answer = await ask();
    if (satisfies(answer)) return answer;
    const elapsedMs = performance.now() - beganMs;
    if (elapsedMs > limitMs) throw new Error(`Still ${JSON.stringify(answer)} after ${limitMs} ms`);
    // What takes long is asked for less often: others need the machine meanwhile.
    await delay(Math.min(LONGEST_PAUSE_MS, SHORTEST_PAUSE_MS + elapsedMs / 10));
  }
}
