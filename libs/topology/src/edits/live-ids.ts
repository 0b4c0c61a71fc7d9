import { at } from '@skein/problem';
import { quote } from '@skein/intake';
import type { Problems } from '../request/reading/problems.js';
import { isId } from '../request/rules/sent.js';
import { UnknownIds } from '../request/rules/unknown-ids.js';
import type { Collection } from './staged-map.js';

/** How room is made for another one. */
const MENDS = { node: 'remove', link: 'remove', flow: 'stop' };

/** The ids of one kind of thing as the edits so far leave them. */
export class LiveIds {
  private readonly unknown: UnknownIds;

  constructor(
    private readonly what: keyof typeof MENDS,
    private readonly live: Collection<unknown>,
    private readonly most: number,
    private readonly problems: Problems,
  ) {
    this.unknown = new UnknownIds(what, live, problems);
  }

  /** Reports an id that nothing has. */
  check(id: unknown, pointer: string): void {
    if (isId(id) && !this.live.has(id)) this.unknown.report(id, pointer);
  }

  /** Reports an id that is taken, or that there is no room for one more. */
  checkNew(thing: { readonly id?: unknown }, pointer: string, idPointer = at(pointer, 'id')): void {
    const { what, most } = this;
    if (isId(thing.id) && this.live.has(thing.id))
      this.problems.add(idPointer, `The ${what} id ${quote(thing.id)} is taken; give another, or ${MENDS[what]} that ${what} first.`, {
        value: thing.id,
        accepted: `an id that no other ${what} has`,
      });
    if (this.live.size >= most)
      this.problems.add(pointer, `There are ${this.live.size} ${what}s, and there may be ${most}; ${MENDS[what]} one first.`, {
        value: thing,
        accepted: `at most ${most} ${what}s`,
      });
  }
}
