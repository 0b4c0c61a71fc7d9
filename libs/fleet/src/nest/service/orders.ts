import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DomainError } from '@skein/problem';
import { Retries } from '@skein/problem/nest';
import { v7 as uuidv7 } from 'uuid';
import type { Targets } from '../../commands/command-record.js';
import type { Placed } from '../../ports/command-store.js';
import { Outbox } from '../gateway/outbox.js';

/** What is to be done, and within which time. */
export interface Instruction {
  command: string;
  args?: Record<string, unknown>;
  ttl_sec?: number;
  timeout_sec?: number;
}

export interface OrderAnswer {
  batchId: string;
  placed: Placed[];
  /** Agents that were named and that there are not. */
  unknown: string[];
}

/** Gives commands to agents, once for each request. */
@Injectable()
export class Orders {
  constructor(
    private readonly outbox: Outbox,
    private readonly retries: Retries,
  ) {}

  /** @throws DomainError `idempotency_key_reused` where the key came with another order */
  async give(targets: Targets, { command, args, ttl_sec, timeout_sec }: Instruction, requestId: string): Promise<OrderAnswer> {
    const said = { targets, command, args: args ?? null, ttlSec: ttl_sec ?? null, timeoutSec: timeout_sec ?? null };
    const fingerprint = createHash('sha256').update(JSON.stringify(said)).digest('hex');
    const order = { ...said, batchId: uuidv7(), requestId, fingerprint };
    const outcome = await this.retries.run(() => this.outbox.order(order));
    if (outcome.repeated && outcome.fingerprint !== fingerprint) {
      throw new DomainError(
        'idempotency_key_reused',
        'This Idempotency-Key came with another command before; use a new key for a new command.',
      );
    }
    const { batchId, placed } = outcome;
    return { batchId, placed, unknown: 'ids' in targets ? missing(targets.ids, placed) : [] };
  }
}

function missing(ids: readonly string[], placed: readonly Placed[]): string[] {
  if (placed.length === ids.length) return [];
  const known = new Set(placed.map(({ agentId }) => agentId));
  return [...new Set(ids)].filter((id) => !known.has(id));
}
