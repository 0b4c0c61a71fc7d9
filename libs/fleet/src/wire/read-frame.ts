import { FormatRegistry, type Static, type TObject } from '@sinclair/typebox';
import { TypeCompiler, type TypeCheck } from '@sinclair/typebox/compiler';
import { findUnstorable, MAX_DEPTH, mayBeUnstorable, preview, readJson, type Budget } from '@skein/intake';
import { FROM_AGENT, type FromAgent } from './from-agent.js';
import { withoutResults } from './members.js';
import { MAX_FRAME_BYTES, MAX_UNPACKED_BYTES } from './protocol.js';
import { TO_AGENT, type FrameError, type ToAgent } from './to-agent.js';

// TypeBox refuses what has a format that it was not told of.
FormatRegistry.Set('date-time', (text) => !Number.isNaN(Date.parse(text)));

/** Why a frame is refused; `id` is the command that it names, where it names one. */
export interface FrameRefusal {
  code: FrameError;
  detail: string;
  id?: string;
}

/** `beyondBudget`: reading it would have cost more than one message may; else the connection can go on. */
export type FrameOutcome<T> = { ok: true; value: T } | { ok: false; refusal: FrameRefusal; beyondBudget?: boolean };

/** A `hello` lists up to 100 000 commands, results and simulations, each of a few values; progress as many simulations. */
const MOST_TOKENS = 2_000_000;

/** What a message of an agent may become: one that comes in one frame, or in parts. Results count as one text here. */
export const FROM_AGENT_BUDGET = {
  frame: { bytes: MAX_FRAME_BYTES, tokens: MOST_TOKENS, depth: MAX_DEPTH },
  parts: { bytes: MAX_UNPACKED_BYTES, tokens: MOST_TOKENS, depth: MAX_DEPTH },
} as const satisfies Record<string, Budget>;

const agentMessages = reader(FROM_AGENT);
const serverMessages = reader(TO_AGENT);

/** Reads what came from an agent, as the server does. Nobody vouches for it: it has a budget. */
export function readFromAgent(frame: Uint8Array): FrameOutcome<FromAgent> {
  const outcome = readJson(frame, FROM_AGENT_BUDGET.frame, 'The frame');
  if (!outcome.ok) {
    const { code, detail } = outcome.refusal;
    return { ok: false, refusal: { code: 'malformed_frame', detail }, beyondBudget: code === 'too_large' };
  }
  return agentMessages(outcome.value, mayBeUnstorable(frame));
}

/** Reads what came from the server, as an agent does. */
export function readToAgent(frame: string): FrameOutcome<ToAgent> {
  try {
    return serverMessages(JSON.parse(frame), false);
  } catch {
    return refused('malformed_frame', 'The frame is not JSON; send one JSON object with a "type" in each text frame.');
  }
}

type Messages = Readonly<Record<string, TObject>>;

/** @returns checks a value; `search` is whether texts in it may be such as cannot be stored */
function reader<M extends Messages>(messages: M): (value: unknown, search: boolean) => FrameOutcome<Static<M[keyof M]>> {
  const checks = new Map<string, TypeCheck<TObject>>();
  const known = Object.keys(messages);
  const checkOf = (type: string): TypeCheck<TObject> | undefined => {
    if (!Object.hasOwn(messages, type)) return undefined;
    const check = checks.get(type) ?? TypeCompiler.Compile(messages[type]);
    checks.set(type, check);
    return check;
  };
  return (value, search) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return refused('malformed_frame', 'The frame is not a JSON object; send one with a "type" in each text frame.');
    }
    const { type, id } = value as { type?: unknown; id?: unknown };
    const check = typeof type === 'string' ? checkOf(type) : undefined;
    if (check === undefined) {
      return refused('unknown_type', `There is no message of type ${shown(type)}; there are ${known.join(', ')}.`, id);
    }
    if (!check.Check(value)) {
      const [first] = check.Errors(value);
      const where = first?.path === '' || first === undefined ? 'The message' : first.path;
      return refused('invalid_message', `${String(type)}: ${where}: ${first?.message ?? 'is not valid'}, not ${shown(first?.value)}.`, id);
    }
    const unstorable = search ? findUnstorable(withoutResults(value)) : null;
    if (unstorable === null) return { ok: true, value: value };
    return refused('invalid_message', `${String(type)}: ${unstorable.pointer || 'The message'}: ${unstorable.message}`, id);
  };
}

function refused(code: FrameError, detail: string, id?: unknown): { ok: false; refusal: FrameRefusal } {
  return { ok: false, refusal: { code, detail, ...(typeof id === 'string' && id.length <= 200 ? { id } : {}) } };
}

const LONGEST_SHOWN = 100;

function shown(value: unknown): string {
  if (value === undefined) return 'left out';
  const text = JSON.stringify(preview(value));
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}
