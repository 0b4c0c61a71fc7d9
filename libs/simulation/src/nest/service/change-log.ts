import { Injectable } from '@nestjs/common';
import { DomainError } from '@skein/problem';
import type { AnsweredRequest, ChangeRequest } from '../../ports/change-request.js';
import { SimulationStore } from '../../ports/simulation-store.js';

/** Recognises a change that was already carried out: a repeated key, or a retry after a commit that nobody heard of. */
@Injectable()
export class ChangeLog {
  constructor(private readonly store: SimulationStore) {}

  /**
   * What this very request has done already; null when it is new.
   * @throws DomainError `idempotency_key_reused` when the key belongs to another request
   */
  async carriedOut(request: ChangeRequest): Promise<AnsweredRequest | null> {
    const earlier = await this.store.answered(request.requestId);
    if (!earlier) return null;
    if (earlier.operation === request.operation && earlier.fingerprint === request.fingerprint) return earlier;
    throw new DomainError(
      'idempotency_key_reused',
      `This Idempotency-Key came with another ${earlier.operation} request before; use a new key for a new request.`,
    );
  }

  /**
   * Makes a change unless it was made before. A refusal may come of what the same request has changed meanwhile, sent to two servers at once, so it
   * is looked up once more.
   * @param again gives the answer to what was made before
   */
  async once<T>(request: ChangeRequest, again: (earlier: AnsweredRequest) => T | Promise<T>, make: () => Promise<T>): Promise<T> {
    const earlier = await this.carriedOut(request);
    if (earlier) return again(earlier);
    try {
      return await make();
    } catch (error) {
      const meanwhile = error instanceof DomainError ? await this.carriedOut(request) : null;
      if (meanwhile) return again(meanwhile);
      throw error;
    }
  }
}
