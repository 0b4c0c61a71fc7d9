import { RateLimit } from './rate-limit.js';

/** Wrong credentials a second that one address may send for which the database is asked; twice as many at once. */
export const WRONG_PER_SEC = 20;
/** Look-ups of one address that may be under way at once; the others wait for their turn. */
const AT_ONCE = 32;

interface Lane {
  inside: number;
  readonly waiting: (() => void)[];
}

/** Bounds what credentials that only the database knows may cost: their look-ups wait for one another, and wrong ones are counted against their address. */
export class Guesses {
  private readonly wrong: RateLimit;
  private readonly lanes = new Map<string, Lane>();

  /** @param wrongPerSec of each address */
  constructor(wrongPerSec: number) {
    this.wrong = new RateLimit(wrongPerSec);
  }

  /**
   * Looks a credential up, unless its sender has sent too many wrong ones.
   * @param isRight false: it is wrong, and counts
   * @returns whether it is right; the milliseconds after which the sender may try again, where it has tried too often
   */
  async judge(sender: string, isRight: () => Promise<boolean>): Promise<boolean | number> {
    const lane = this.lanes.get(sender) ?? { inside: 0, waiting: [] };
    this.lanes.set(sender, lane);
    if (lane.inside >= AT_ONCE) await new Promise<void>((resolve) => lane.waiting.push(resolve));
    else lane.inside += 1;
    try {
      const waitMs = this.wrong.wait(sender, performance.now());
      if (waitMs > 0) return waitMs;
      const right = await isRight();
      if (!right) this.wrong.take(sender, performance.now());
      return right;
    } finally {
      const next = lane.waiting.shift();
      if (next) next();
      else if ((lane.inside -= 1) === 0) this.lanes.delete(sender);
    }
  }
}
