import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { DomainError } from '../domain-error.js';
import type { Request } from 'express';
import { v7 as uuidv7 } from 'uuid';

const LONGEST = 200;
const given = new WeakMap<Request, string>();

/**
 * The id under which a change is stored: the client's `Idempotency-Key`, or one given at the door. It stays the same while
 * the server itself repeats the handler, so that a commit that was not heard of is found again.
 */
export const RequestId = createParamDecorator((_data: unknown, context: ExecutionContext): string => {
  const request = context.switchToHttp().getRequest<Request>();
  const key = request.header('idempotency-key');
  if (key !== undefined) return validKey(key);
  const id = given.get(request) ?? uuidv7();
  given.set(request, id);
  return id;
});

function validKey(key: string): string {
  if (key.length >= 1 && key.length <= LONGEST && /^[\x21-\x7e]+$/.test(key)) return key;
  throw new DomainError(
    'bad_request',
    `The Idempotency-Key header must be 1 to ${LONGEST} visible ASCII characters; a UUID is a good choice.`,
  );
}
