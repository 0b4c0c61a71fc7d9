import { expect } from '@jest/globals';
import type { StatusDocument } from '@skein/client';
import { TRANSITIONS } from '@skein/simulation';

/** Each step is in the table, begins where the one before ended, and belongs to the run that it should. */
export function expectLegal({ transitions, status, run }: StatusDocument): void {
  transitions.forEach(({ from, to }, i) => {
    expect(TRANSITIONS.filter((row) => row.from === from && row.to === to)).not.toEqual([]);
    expect(from).toBe(transitions[i - 1]?.to ?? null);
  });
  expect(transitions.at(-1)).toMatchObject({ to: status, run });
  expect(transitions.filter(({ to, from }) => to === 'pending' && from !== 'running')).toHaveLength(run);
}

/** History is only ever added to. */
export function expectGrown(before: StatusDocument['transitions'], after: StatusDocument['transitions']): void {
  expect(after.slice(0, before.length)).toEqual(before);
}
