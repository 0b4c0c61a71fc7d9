import { at } from '@skein/problem';
import { quote } from '@skein/intake';
import type { Problems } from '../reading/problems.js';
import { isId } from './sent.js';

/** The ids given so far in one list; reports each that comes again. */
export class UniqueIds {
  private readonly first = new Map<string, string>();

  constructor(
    private readonly what: string,
    private readonly problems: Problems,
  ) {}

  take(id: unknown, pointer: string): void {
    if (!isId(id)) return;
    const taken = this.first.get(id);
    if (taken === undefined) this.first.set(id, pointer);
    else
      this.problems.add(at(pointer, 'id'), `The ${this.what} id ${quote(id)} is taken by ${taken}.`, {
        value: id,
        accepted: `an id that no other ${this.what} has`,
      });
  }
}
