import { at } from '@skein/problem';

/** A refusal must not grow with names that its sender made up. */
const LONGEST_NAME = 200;

/** Pointer to a member with a name of the sender's choice, or to the object that has it where the name is too long to repeat. */
export function memberAt(pointer: string, name: string): string {
  return name.length > LONGEST_NAME ? pointer : at(pointer, name);
}
