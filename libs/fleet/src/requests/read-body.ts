import type { Static, TSchema } from '@sinclair/typebox';
import { TypeCompiler, type TypeCheck } from '@sinclair/typebox/compiler';
import { findUnstorable, MAX_DEPTH, mayBeUnstorable, preview, readJson, type Budget } from '@skein/intake';
import { DomainError, type FieldProblem } from '@skein/problem';
import { withoutResults } from '../wire/members.js';

/** A request may name 100 000 agents; how many bytes it has is bounded at the door. */
const BUDGET: Budget = { bytes: Infinity, tokens: 1_000_000, depth: MAX_DEPTH };
const MOST_PROBLEMS = 100;
const checks = new WeakMap<TSchema, TypeCheck<TSchema>>();

/**
 * Reads a body of a request; none reads as an empty object. Fields that are null count as left out.
 * @throws DomainError `not_json`, `too_large`, or `validation_failed` with every field that is wrong
 */
export function readBody<S extends TSchema>(schema: S, body: Uint8Array | undefined): Static<S> {
  const value = body === undefined || body.length === 0 ? {} : parsed(body);
  return checked(schema, withoutNulls(value));
}

/** @throws DomainError `validation_failed` with every field that is wrong */
export function checked<S extends TSchema>(schema: S, value: unknown): Static<S> {
  const check = checks.get(schema) ?? TypeCompiler.Compile<TSchema>(schema);
  checks.set(schema, check);
  if (check.Check(value)) return value;
  const errors: FieldProblem[] = [];
  for (const { path, message, value: found, schema: accepted } of check.Errors(value)) {
    if (errors.length === MOST_PROBLEMS) break;
    if (errors.some(({ pointer }) => pointer === path)) continue;
    const description = typeof accepted.description === 'string' ? accepted.description : undefined;
    errors.push({
      pointer: path,
      message: `${message}.`,
      ...(found === undefined ? {} : { value: preview(found) }),
      ...(description === undefined ? {} : { accepted: description }),
    });
  }
  throw new DomainError('validation_failed', 'The request does not validate.', errors);
}

function parsed(body: Uint8Array): unknown {
  const outcome = readJson(body, BUDGET);
  if (!outcome.ok) throw new DomainError(outcome.refusal.code, outcome.refusal.detail, outcome.refusal.errors);
  const { value } = outcome;
  const unstorable = mayBeUnstorable(body) ? findUnstorable(isObject(value) ? withoutResults(value) : value) : null;
  if (unstorable === null) return value;
  const accepted = 'Unicode text without NUL';
  throw new DomainError('validation_failed', 'The request does not validate.', [{ ...unstorable, accepted }]);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function withoutNulls(value: unknown): unknown {
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== null));
}
