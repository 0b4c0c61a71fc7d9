import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { SMALL_BYTES } from '@skein/intake';
import { IntakeThreads } from '@skein/intake/threads';
import { DomainError } from '@skein/problem';
import type { Request } from 'express';
import { type Body, type BodyKind, type BodyOutcome, readKind } from '../../requests/body-kinds.js';

/** The same place from `src/` and from `dist/`, since Node runs no TypeScript. */
const WORKER = new URL('../../../dist/nest/http/body.worker.js', import.meta.url);

/** Reads the bodies of requests about agents; large ones on other threads, so that the one that serves HTTP does not stand still. */
@Injectable()
export class BodyReader implements OnModuleDestroy {
  private readonly threads = new IntakeThreads();

  /**
   * @throws DomainError `not_json`, `too_large`, or `validation_failed` with every field that is wrong; Unavailable while too many large bodies wait
   */
  async read<Kind extends BodyKind>(kind: Kind, request: Request): Promise<Body<Kind>> {
    const body = request.body as Uint8Array | undefined;
    const isLarge = body instanceof Uint8Array && body.length > SMALL_BYTES;
    const outcome = isLarge ? await this.threads.run<BodyOutcome<Kind>>(WORKER, { kind, body }) : readKind({ kind, body });
    if (outcome.ok) return outcome.value;
    throw new DomainError(outcome.code, outcome.message, outcome.errors);
  }

  async onModuleDestroy(): Promise<void> {
    await this.threads.close();
  }
}
