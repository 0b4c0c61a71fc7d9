import { Type, type TObject, type TProperties } from '@sinclair/typebox';
import { MAX_RESULT_LENGTH } from './protocol.js';

/** Members that several messages have. */

/** A message: a JSON object with this `type` and nothing but these members. */
export function message<T extends string, P extends TProperties>(type: T, members: P, description: string) {
  return Type.Object({ type: Type.Literal(type), ...members }, { additionalProperties: false, title: type, description });
}

/** An object with nothing but these members. */
export function object<P extends TProperties>(members: P, description?: string): TObject<P> {
  return Type.Object(members, { additionalProperties: false, ...(description === undefined ? {} : { description }) });
}

/** The database keeps no NUL in a text; the readers of frames and bodies look for it in every other string, too. */
export const text = (maxLength: number, description: string, minLength = 0) =>
  Type.String({ minLength, maxLength, pattern: '^[^\\u0000]*$', description });

export const CommandId = Type.String({
  pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
  description: 'Id of a command (a UUID, in lower case): the same on every repetition, so that none is carried out twice',
});

/** Of any clock that counts from the year 1970, or from the start of a machine. */
const LATEST_MS = 8.64e15;

export const Timestamp = Type.Number({
  minimum: -LATEST_MS,
  maximum: LATEST_MS,
  description: 'A clock reading of the sender, milliseconds; given back unchanged',
});

export const Labels = Type.Record(Type.String({ minLength: 1, maxLength: 200, pattern: '^[^\\u0000]*$' }), text(1000, 'Value of a label'), {
  maxProperties: 100,
  description: 'What the agent can be selected by',
});

export const Json = Type.Record(Type.String(), Type.Unknown());

export const ResultText = Type.String({ maxLength: MAX_RESULT_LENGTH, description: 'What the command gave: text, often of JSON' });

/** What a command gave may be any text: the store replaces what it cannot hold. */
export function withoutResults(value: object): object {
  return { ...value, result: undefined, unsent_results: undefined };
}

export const OUTCOMES = ['succeeded', 'failed', 'rejected', 'timed_out', 'cancelled'] as const;

export const OutcomeState = Type.Union(
  OUTCOMES.map((outcome) => Type.Literal(outcome)) as [
    ReturnType<typeof Type.Literal<'succeeded'>>,
    ReturnType<typeof Type.Literal<'failed'>>,
    ReturnType<typeof Type.Literal<'rejected'>>,
    ReturnType<typeof Type.Literal<'timed_out'>>,
    ReturnType<typeof Type.Literal<'cancelled'>>,
  ],
  { description: 'How it ended' },
);

export const RunnerMessage = Type.Object(
  { type: Type.String() },
  { additionalProperties: true, description: 'A message of the simulation runner protocol' },
);
