import type { StagedMap } from './staged-map.js';

/**
 * Something computed from all that is in a staged map: when first needed from the whole, then from what came and went since, so that each
 * edit of a long list costs little.
 */
export abstract class Follower<V> {
  private followed: number | undefined;

  constructor(protected readonly map: StagedMap<V>) {}

  protected abstract come(value: V): void;
  protected abstract go(value: V): void;

  /** To be called before each use. */
  protected follow(): void {
    const { log } = this.map;
    if (this.followed === undefined) for (const value of this.map.values()) this.come(value);
    for (let next = this.followed ?? log.length; next < log.length; next++) {
      const { value, came } = log[next];
      if (came) this.come(value);
      else this.go(value);
    }
    this.followed = log.length;
  }
}
