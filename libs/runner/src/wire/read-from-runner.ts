import { Type } from '@sinclair/typebox';
import { TypeCompiler } from '@sinclair/typebox/compiler';
import { readFromRunner, type FromRemoteRunner, type JsonMessage } from './json-messages.js';

/** Longer, in characters, no results are: those of ten thousand nodes and a hundred thousand flows have some fifty million. */
const MAX_RESULTS = 256 * 1024 * 1024;

const text = (maxLength: number) => Type.String({ maxLength, pattern: '^[^\\u0000]*$' });
const seconds = Type.Number({ minimum: 0 });
const count = Type.Integer({ minimum: 0 });
const CLAIM = { sim_id: text(200), epoch: count };
const RESULTS = { simulated_sec: seconds, results: Type.String({ maxLength: MAX_RESULTS }) };
const message = <T extends string, P extends Parameters<typeof Type.Object>[0]>(type: T, members: P) =>
  Type.Object({ type: Type.Literal(type), ...members }, { additionalProperties: false });

const ENTRY = Type.Object({
  number: Type.Integer({ minimum: 1 }),
  level: Type.Union([Type.Literal('debug'), Type.Literal('info'), Type.Literal('warning'), Type.Literal('error')]),
  simulated_sec: seconds,
  code: text(100),
  message: text(10_000),
  details: Type.Record(text(200), Type.Union([text(10_000), Type.Number(), Type.Boolean()])),
});

const MESSAGES = {
  progress: message('progress', { moved: Type.Array(Type.Object({ ...CLAIM, simulated_sec: seconds })) }),
  workload: message('workload', { packet_hops: count, lag_ms: seconds }),
  log: message('log', { ...CLAIM, entries: Type.Array(ENTRY) }),
  snapshot: message('snapshot', {
    ...CLAIM,
    snapshot: Type.Object({ at_sec: seconds, edits_made: count, deflated: Type.String({ pattern: '^[A-Za-z0-9+/]*={0,2}$' }) }),
  }),
  done: message('done', { ...CLAIM, ...RESULTS }),
  failed: message('failed', { ...CLAIM, code: text(100), message: text(10_000) }),
  answer: message('answer', { request: count, ...RESULTS }),
  refused: message('refused', { request: count, reason: text(10_000) }),
  lost: message('lost', { reason: text(10_000), claims: Type.Array(Type.Object(CLAIM)), handed_back: Type.Optional(Type.Boolean()) }),
} satisfies Record<FromRemoteRunner['type'], unknown>;

const CHECKS = new Map(Object.entries(MESSAGES).map(([type, schema]) => [type, TypeCompiler.Compile(schema)]));

/**
 * Reads a message from a machine that nobody vouches for.
 * @returns null where it is none, or carries results that are no JSON object
 */
export function receivedFromRunner(json: JsonMessage): FromRemoteRunner | null {
  const { results } = json;
  if (!CHECKS.get(json.type)?.Check(json)) return null;
  // A hold that wants no results gets none.
  if (typeof results === 'string' && !(json.type === 'answer' && results === '') && !isObjectText(results)) return null;
  return readFromRunner(json);
}

function isObjectText(text: string): boolean {
  try {
    return text.startsWith('{') && typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}
