import type { Static, TSchema } from '@sinclair/typebox';
import { TypeCompiler, type TypeCheck } from '@sinclair/typebox/compiler';
import { DomainError, type FieldProblem } from '@skein/problem';

const MOST_PROBLEMS = 100;
const LONGEST_SHOWN = 100;
const checks = new WeakMap<TSchema, TypeCheck<TSchema>>();

/**
 * Reads a body of a request; none reads as an empty object. Members that are null count as left out.
 * @throws DomainError `not_json`, or `validation_failed` with every field that is wrong
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
      ...(found === undefined ? {} : { value: shortened(found) }),
      ...(description === undefined ? {} : { accepted: description }),
    });
  }
  throw new DomainError('validation_failed', 'The request does not validate.', errors);
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (error) {
    throw new DomainError('not_json', `The body is not JSON: ${(error as Error).message}`);
  }
}

function withoutNulls(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== null));
}

function shortened(value: unknown): unknown {
  const text = JSON.stringify(value) ?? '';
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : value;
}
