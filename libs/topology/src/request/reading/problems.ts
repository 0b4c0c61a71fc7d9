import type { FieldProblem } from '@skein/problem';
import { MAX_LISTED_PROBLEMS } from '../bounds.js';
import type { Refusal } from '../outcome.js';
import { preview } from '@skein/intake';

/** Collects what is wrong with one request: all of it is counted, the first ten thousand are listed. */
export class Problems {
  private readonly listed: FieldProblem[] = [];
  total = 0;

  add(pointer: string, message: string, about: { value?: unknown; accepted?: string } = {}): void {
    this.total += 1;
    if (this.full) return;
    const { value, accepted } = about;
    this.listed.push({
      pointer,
      message,
      ...(value === undefined ? {} : { value: preview(value) }),
      ...(accepted === undefined ? {} : { accepted }),
    });
  }

  get listedSoFar(): number {
    return this.listed.length;
  }

  /** Changes the pointers of the problems that were listed after the first `count`. */
  relocate(count: number, pointerOf: (pointer: string) => string): void {
    for (const [index, problem] of this.listed.slice(count).entries())
      this.listed[count + index] = { ...problem, pointer: pointerOf(problem.pointer) };
  }

  /** Whether further problems are only counted. */
  get full(): boolean {
    return this.listed.length >= MAX_LISTED_PROBLEMS;
  }

  refusal(): Refusal {
    const count = this.total === 1 ? 'There is one problem' : `There are ${this.total} problems`;
    const cut = this.total > this.listed.length ? `; the first ${this.listed.length} are listed` : '';
    return { code: 'validation_failed', detail: `${count} with the request${cut}.`, errors: this.listed, total: this.total };
  }
}
