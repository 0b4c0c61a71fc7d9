import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DomainError } from '@skein/problem';
import { Retries } from '@skein/problem/nest';
import { v7 as uuidv7 } from 'uuid';
import type { Targets } from '../../commands/command-record.js';
import type { Placed } from '../../ports/command-store.js';
import { FleetOptions } from '../fleet-options.js';
import { Outbox } from '../gateway/outbox.js';
import { QueueRoom } from './queue-room.js';

/** Characters of an order whose arguments need not be measured. */
const SMALL = 1024;

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
  /** Agents for whom as many commands wait as may wait: they got none. */
  full: string[];
}

/** Gives commands to agents, once for each request. */
@Injectable()
export class Orders {
  constructor(
    private readonly outbox: Outbox,
    private readonly retries: Retries,
    private readonly room: QueueRoom,
    private readonly options: FleetOptions,
  ) {}

  /** @throws DomainError `idempotency_key_reused` where the key came with another order; `queue_full` where there is no room for it at any target */
  async give(targets: Targets, { command, args, ttl_sec, timeout_sec }: Instruction, requestId: string): Promise<OrderAnswer> {
    const said = { targets, command, args: args ?? null, ttlSec: ttl_sec ?? null, timeoutSec: timeout_sec ?? null };
    const text = JSON.stringify(said);
    const fingerprint = createHash('sha256').update(text).digest('hex');
    const mostQueued = this.options.maxQueuedCommands;
    const order = { ...said, batchId: uuidv7(), requestId, fingerprint, mostQueued };
    if (args !== undefined && text.length > SMALL) await this.retries.run(() => this.room.take(Buffer.byteLength(JSON.stringify(args))));
    const outcome = await this.retries.run(() => this.outbox.order(order));
    if (outcome.repeated && outcome.fingerprint !== fingerprint) {
      throw new DomainError(
        'idempotency_key_reused',
        'This Idempotency-Key came with another command before; use a new key for a new command.',
      );
    }
    const { batchId, placed, full } = outcome;
    if (placed.length === 0 && full.length > 0) {
      const named = full.slice(0, 10).join(', ');
      throw new DomainError(
        'queue_full',
        `${mostQueued} commands wait for ${named}, the most that may wait for an agent (SKEIN_MAX_QUEUED_COMMANDS). Send more when it has connected and taken some, or cancel some.`,
      );
    }
    return {
      batchId,
      placed,
      full,
      unknown: 'ids' in targets ? missing(targets.ids, [...placed.map(({ agentId }) => agentId), ...full]) : [],
    };
  }
}

function missing(ids: readonly string[], found: readonly string[]): string[] {
  if (found.length === ids.length) return [];
  const known = new Set(found);
  return [...new Set(ids)].filter((id) => !known.has(id));
}
