import type { Static } from '@sinclair/typebox';
import { DomainError, type FieldProblem, type ProblemCode } from '@skein/problem';
import { OrderBody, RegisterBody, ResponseBody, SendBody, SendMultipleBody } from './bodies.js';
import { readBody } from './read-body.js';

/** The bodies by names, since a schema cannot be sent to another thread. */
const BODIES = {
  register: RegisterBody,
  order: OrderBody,
  send: SendBody,
  sendMultiple: SendMultipleBody,
  response: ResponseBody,
} as const;

export type BodyKind = keyof typeof BODIES;
export type Body<Kind extends BodyKind> = Static<(typeof BODIES)[Kind]>;

export interface BodyTask<Kind extends BodyKind = BodyKind> {
  kind: Kind;
  body: Uint8Array | undefined;
}

/** As plain data: an error loses its class on the way from another thread. */
export type BodyOutcome<Kind extends BodyKind = BodyKind> =
  { ok: true; value: Body<Kind> } | { ok: false; code: ProblemCode; message: string; errors: readonly FieldProblem[] };

export function readKind<Kind extends BodyKind>({ kind, body }: BodyTask<Kind>): BodyOutcome<Kind> {
  try {
    return { ok: true, value: readBody<(typeof BODIES)[Kind]>(BODIES[kind], body) };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { ok: false, code: error.code, message: error.message, errors: error.errors };
  }
}
