import { at } from '@skein/problem';
import type { Problems } from '../reading/problems.js';
import { given, type Sent } from './sent.js';

/**
 * Refuses the second of two members where both are given, since they say the same in two ways.
 * @param what they both do, as in "two ways to …"
 * @returns whether at most one of them is given
 */
export function checkAlternatives<T extends object>(
  sent: Sent<T>,
  [first, second]: readonly [keyof T & string, keyof T & string],
  what: string,
  pointer: string,
  problems: Problems,
): boolean {
  if (!given(sent[first]) || !given(sent[second])) return true;
  problems.add(at(pointer, second), `${first} and ${second} are two ways to ${what}; give one of them.`, {
    value: sent[second],
    accepted: `either ${first} or ${second}`,
  });
  return false;
}
