import { Type, type Static, type TObject, type TProperties } from '@sinclair/typebox';
import type { Calls } from './calls.js';

/** Something that an agent can be told to do. What is not in its registry, it does not do. */
export interface Command<Args extends TObject = TObject> {
  name: string;
  /** One sentence, for people. */
  description: string;
  /** JSON Schema of its arguments. */
  args: Args;
  /** About the agent itself: needs no slot, waits for nothing, and is obeyed while the agent is drained. */
  control?: boolean;
  /**
   * @returns what the sender gets, a string as it is and the rest as JSON text
   * @throws Refused where the arguments are not such that it can begin; anything else is a failure
   */
  run(args: Static<Args>, call: Calls): unknown;
}

/** Arguments that no schema can find wrong. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

/** These arguments and no others. */
export function argsOf<Members extends TProperties>(members: Members): TObject<Members> {
  return Type.Object(members, { additionalProperties: false });
}

export const NO_ARGS = argsOf({});

/** Keeps the types of the arguments beside the schema that checks them. */
export function command<Args extends TObject>(definition: Command<Args>): Command {
  return definition;
}
