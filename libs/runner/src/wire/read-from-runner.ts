import { Type } from '@sinclair/typebox';
import { TypeCompiler } from '@sinclair/typebox/compiler';
import { preview } from '@skein/intake';
import { checkResults } from './check-results.js';
import type { Claim } from '../messages.js';
import { readFromRunner, type FromRemoteRunner, type JsonMessage } from './json-messages.js';

/** Longer, in characters, no results are: those of ten thousand nodes and 200 000 flows have some 122 million. */
const MAX_RESULTS = 256 * 1024 * 1024;
/** Of lists: an agent holds at most so many simulations. */
const MOST_LISTED = 100_000;
/** Of one simulation, with the traces of its packets; in one message it may say all of it. */
const MOST_ENTRIES = 20_000;
/** Ten years: no simulation is longer. */
const LONGEST_SEC = 315_360_000;
/** What the database holds as an integer. */
const INTEGER = 2 ** 31 - 1;
/** Told several times a second, by one machine; one core does some five million a second. */
const MOST_HOPS = 1e10;
/** Thirty days. */
const MOST_LAG_MS = 30 * 86_400_000;

const text = (maxLength: number) => Type.String({ maxLength, pattern: '^[^\\u0000]*$' });
const seconds = Type.Number({ minimum: 0, maximum: LONGEST_SEC });
const count = Type.Integer({ minimum: 0, maximum: INTEGER });
const request = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const list = <T extends Parameters<typeof Type.Array>[0]>(schema: T) => Type.Array(schema, { maxItems: MOST_LISTED });
const code = Type.String({ pattern: '^[a-z0-9_]{1,100}$' });
const CLAIM = { sim_id: text(200), epoch: count };
const RESULTS = { simulated_sec: seconds, results: Type.String({ maxLength: MAX_RESULTS }) };
const message = <T extends string, P extends Parameters<typeof Type.Object>[0]>(type: T, members: P) =>
  Type.Object({ type: Type.Literal(type), ...members }, { additionalProperties: false });
const object = <P extends Parameters<typeof Type.Object>[0]>(members: P) => Type.Object(members, { additionalProperties: false });

const ENTRY = object({
  number: Type.Integer({ minimum: 1, maximum: MOST_ENTRIES }),
  level: Type.Union([Type.Literal('debug'), Type.Literal('info'), Type.Literal('warning'), Type.Literal('error')]),
  simulated_sec: seconds,
  code,
  message: text(10_000),
  details: Type.Record(text(200), Type.Union([text(10_000), Type.Number(), Type.Boolean()]), { maxProperties: 20 }),
});

const MESSAGES = {
  progress: message('progress', {
    moved: list(object({ ...CLAIM, simulated_sec: seconds, routed: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })) })),
  }),
  workload: message('workload', {
    packet_hops: Type.Integer({ minimum: 0, maximum: MOST_HOPS }),
    lag_ms: Type.Number({ minimum: 0, maximum: MOST_LAG_MS }),
  }),
  log: message('log', { ...CLAIM, entries: Type.Array(ENTRY, { maxItems: MOST_ENTRIES }) }),
  snapshot: message('snapshot', {
    ...CLAIM,
    snapshot: object({ at_sec: seconds, edits_made: count, deflated: Type.String({ pattern: '^[A-Za-z0-9+/]*={0,2}$' }) }),
  }),
  done: message('done', { ...CLAIM, ...RESULTS }),
  failed: message('failed', { ...CLAIM, code, message: text(10_000) }),
  answer: message('answer', { request, ...RESULTS }),
  refused: message('refused', { request, reason: text(10_000) }),
  lost: message('lost', { reason: text(10_000), claims: list(object(CLAIM)), handed_back: Type.Optional(Type.Boolean()) }),
} satisfies Record<FromRemoteRunner['type'], unknown>;

const CHECKS = new Map(Object.entries(MESSAGES).map(([type, schema]) => [type, TypeCompiler.Compile(schema)]));

/** `claim`: the one that a refused message names; the machine has nothing to say about it that can be believed. */
export type ReceivedMessage = { ok: true; message: FromRemoteRunner } | { ok: false; why: string; claim: Claim | null };

/**
 * Reads a message from a machine that nobody vouches for: its shape, the range of every number, and of results that they agree with themselves. Whether it
 * may speak of the simulations that it names is for their holder to know.
 */
export function receivedFromRunner(json: JsonMessage): ReceivedMessage {
  const check = CHECKS.get(json.type);
  if (!check) return { ok: false, why: `A runner says nothing of the type ${JSON.stringify(json.type.slice(0, 40))}.`, claim: null };
  if (!check.Check(json)) {
    const [first] = check.Errors(json);
    const found = JSON.stringify(preview(first?.value)) ?? 'left out';
    return { ok: false, why: `${json.type}: ${first?.path ?? ''}: ${first?.message ?? 'not valid'}, not ${found}.`, claim: claimIn(json) };
  }
  const message = readFromRunner(json);
  // A hold that wants no results gets none.
  if (!('results' in message) || (message.type === 'answer' && message.results === '')) return { ok: true, message };
  const outcome = checkResults(message.results, message.simulated_sec, message.type === 'done');
  return outcome.ok ? { ok: true, message: { ...message, summary: outcome.summary } } : { ...outcome, claim: claimIn(json) };
}

function claimIn({ sim_id, epoch }: JsonMessage): Claim | null {
  return typeof sim_id === 'string' && typeof epoch === 'number' ? { sim_id, epoch } : null;
}
