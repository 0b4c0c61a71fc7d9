import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { DomainError } from '../domain-error.js';

const LONGEST = 200;

/** Begins the ids that this process gives: no other has it, so that counting is enough. A UUID for each, kept in a WeakMap, took 2 µs of every request. */
const PROCESS = randomBytes(9).toString('base64url');
let given = 0;

const ID = Symbol('request id');

/** The id of a request, given when it is first asked for. */
export function requestIdOf(request: object): string {
  const known = request as { [ID]?: string };
  return (known[ID] ??= `${PROCESS}-${(++given).toString(36)}`);
}

/**
 * The id under which a change is stored: the client's `Idempotency-Key`, or that of the request. It stays the same while
 * the server itself repeats the handler, so that a commit that was not heard of is found again.
 */
export const RequestId = createParamDecorator((_data: unknown, context: ExecutionContext): string => {
  const request = context.switchToHttp().getRequest<IncomingMessage>();
  return idempotencyKeyOf(request) ?? requestIdOf(request);
});

/** The client's `Idempotency-Key`; null without one. */
export const IdempotencyKey = createParamDecorator((_data: unknown, context: ExecutionContext): string | null =>
  idempotencyKeyOf(context.switchToHttp().getRequest<IncomingMessage>()),
);

/**
 * The same of a request that does not pass Nest's router.
 * @throws DomainError `bad_request` for a key that cannot be one
 */
export function idempotencyKeyOf({ headers }: IncomingMessage): string | null {
  const key = headers['idempotency-key'];
  return key === undefined ? null : validKey(String(key));
}

function validKey(key: string): string {
  if (key.length >= 1 && key.length <= LONGEST && /^[\x21-\x7e]+$/.test(key)) return key;
  throw new DomainError(
    'bad_request',
    `The Idempotency-Key header must be 1 to ${LONGEST} visible ASCII characters; a UUID is a good choice.`,
  );
}
