import { setTimeout as delay } from 'node:timers/promises';

/** For what never comes; what does may be as slow as a busy machine makes it. */
const LIMIT_MS = 120_000;

/** Asks again and again until the answer satisfies, and returns it. */
export async function until<T>(ask: () => Promise<T>, satisfies: (answer: T) => boolean, limitMs = LIMIT_MS): Promise<T> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const answer = await ask();
    if (satisfies(answer)) return answer;
    if (Date.now() > deadline) throw new Error(`Still ${JSON.stringify(answer)} after ${limitMs} ms`);
    await delay(20);
  }
}
