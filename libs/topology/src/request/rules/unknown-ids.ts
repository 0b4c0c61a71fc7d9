import { nearest } from '../reading/nearest.js';
import { quote } from '@skein/intake';
import type { Problems } from '../reading/problems.js';

/** Each suggestion compares with every known id: more of them would let one bad request take minutes. */
const MOST_SUGGESTIONS = 50;
/** Few enough ids to name them all. */
const MOST_NAMED = 10;

/** The ids that there are of one kind of thing, in a `Map` for one. */
export interface KnownIds {
  readonly size: number;
  keys(): Iterable<string>;
}

/** Reports ids that nothing has, with the one that may have been meant. */
export class UnknownIds {
  private suggestions = 0;

  constructor(
    private readonly what: 'node' | 'link' | 'flow',
    private readonly known: KnownIds,
    private readonly problems: Problems,
  ) {}

  report(id: string, pointer: string): void {
    const meant = this.suggestions++ < MOST_SUGGESTIONS ? nearest(id, this.known.keys()) : undefined;
    const mend = meant === undefined ? '.' : `; did you mean ${quote(meant)}?`;
    this.problems.add(pointer, `No ${this.what} has the id ${quote(id)}${mend}`, { value: id, accepted: this.accepted() });
  }

  private accepted(): string {
    const few = this.known.size > 0 && this.known.size <= MOST_NAMED;
    return `the id of a ${this.what}${few ? `: ${[...this.known.keys()].map(quote).join(', ')}` : ''}`;
  }
}
