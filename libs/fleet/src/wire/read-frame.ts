import { FormatRegistry, type Static, type TObject } from '@sinclair/typebox';
import { TypeCompiler, type TypeCheck } from '@sinclair/typebox/compiler';
import { FROM_AGENT, type FromAgent } from './from-agent.js';
import { TO_AGENT, type FrameError, type ToAgent } from './to-agent.js';

// TypeBox refuses what has a format that it was not told of.
FormatRegistry.Set('date-time', (text) => !Number.isNaN(Date.parse(text)));

/** Why a frame is refused; `id` is the command that it names, where it names one. */
export interface FrameRefusal {
  code: FrameError;
  detail: string;
  id?: string;
}

export type FrameOutcome<T> = { ok: true; value: T } | { ok: false; refusal: FrameRefusal };

/** Reads what came from an agent, as the server does. */
export const readFromAgent: (frame: string) => FrameOutcome<FromAgent> = reader(FROM_AGENT);

/** Reads what came from the server, as an agent does. */
export const readToAgent: (frame: string) => FrameOutcome<ToAgent> = reader(TO_AGENT);

type Messages = Readonly<Record<string, TObject>>;

function reader<M extends Messages>(messages: M): (frame: string) => FrameOutcome<Static<M[keyof M]>> {
  const checks = new Map<string, TypeCheck<TObject>>();
  const known = Object.keys(messages);
  const checkOf = (type: string): TypeCheck<TObject> | undefined => {
    if (!Object.hasOwn(messages, type)) return undefined;
    const check = checks.get(type) ?? TypeCompiler.Compile(messages[type]);
    checks.set(type, check);
    return check;
  };
  return (frame) => {
    let value: unknown;
    try {
      value = JSON.parse(frame);
    } catch {
      return refused('malformed_frame', 'The frame is not JSON; send one JSON object with a "type" in each text frame.');
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return refused('malformed_frame', 'The frame is not a JSON object; send one with a "type" in each text frame.');
    }
    const { type, id } = value as { type?: unknown; id?: unknown };
    const check = typeof type === 'string' ? checkOf(type) : undefined;
    if (check === undefined) {
      return refused('unknown_type', `There is no message of type ${shown(type)}; there are ${known.join(', ')}.`, id);
    }
    if (check.Check(value)) return { ok: true, value: value };
    const [first] = check.Errors(value);
    const where = first?.path === '' || first === undefined ? 'The message' : first.path;
    return refused('invalid_message', `${String(type)}: ${where}: ${first?.message ?? 'is not valid'}, not ${shown(first?.value)}.`, id);
  };
}

function refused(code: FrameError, detail: string, id?: unknown): { ok: false; refusal: FrameRefusal } {
  return { ok: false, refusal: { code, detail, ...(typeof id === 'string' && id.length <= 200 ? { id } : {}) } };
}

const LONGEST_SHOWN = 100;

function shown(value: unknown): string {
  if (value === undefined) return 'left out';
  const text = JSON.stringify(value);
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}
