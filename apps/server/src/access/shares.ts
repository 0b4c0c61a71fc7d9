import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Injectable } from '@nestjs/common';
import { DomainError } from '@skein/problem';
import { AccessSettings } from '../config/access-settings.js';
import { pathOf } from '../http/path-of.js';
import { addressKey } from './address-key.js';
import { Senders } from './senders.js';

/**
 * The most that one address may hold at once, and the keys that it may send in a day, on one machine. The bounds are far beyond the use of one site (15 000 agents behind one address
 * connect), far below what ends a server. An operator who needs more names the proxy in `SKEIN_TRUSTED_PROXIES`: then each client is an address.
 */
export const SHARE = { sockets: 20_000, streams: 1_000, keys: 1_000_000 } as const;

/** As the router matches: letters in either case. */
const EVENTS = /^\/events(\/|$)/i;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Counts what the addresses hold; a process grants its part of the machine's share. */
@Injectable()
export class Shares {
  private readonly share: Readonly<Record<keyof typeof SHARE, number>>;
  private readonly sockets = new Map<string, number>();
  private readonly streams = new Map<string, number>();
  private keys = new Map<string, number>();
  private keysSinceMs = 0;
  /** Connections beyond the share: their first request is refused, and ends them. */
  private readonly surplus = new WeakSet<Socket>();

  constructor(
    { processes }: AccessSettings,
    private readonly senders: Senders,
  ) {
    const part = (most: number): number => Math.ceil(most / processes);
    this.share = { sockets: part(SHARE.sockets), streams: part(SHARE.streams), keys: part(SHARE.keys) };
  }

  /** A connection was opened. Those of a trusted proxy carry the requests of many, and are not counted. */
  opened(socket: Socket): void {
    const address = socket.remoteAddress ?? '';
    if (this.senders.isProxy(address)) return;
    const sender = addressKey(address);
    if (add(this.sockets, sender) > this.share.sockets) this.surplus.add(socket);
    socket.once('close', () => remove(this.sockets, sender));
  }

  /** Why a request may not have what it asks for; null: it may. Counts the stream that it opens until its answer ends. */
  refusal(request: IncomingMessage, response: ServerResponse): DomainError | null {
    if (this.surplus.has(request.socket)) {
      response.setHeader('connection', 'close');
      return tooMany(`This address holds the ${this.share.sockets} connections that one may; close some, and connect again.`);
    }
    if (request.headers['idempotency-key'] !== undefined && this.leavesTooManyKeys(request))
      return tooMany(`This address has sent the ${this.share.keys} Idempotency-Keys that one may send in a day; leave the header out.`);
    return request.method === 'GET' && EVENTS.test(pathOf(request)) ? this.stream(request, response) : null;
  }

  private stream(request: IncomingMessage, response: ServerResponse): DomainError | null {
    const sender = this.senders.of(request);
    if ((this.streams.get(sender) ?? 0) >= this.share.streams)
      return tooMany(
        `This address reads the ${this.share.streams} streams of events that one may; GET /events tells of all simulations in one.`,
      );
    add(this.streams, sender);
    response.once('close', () => remove(this.streams, sender));
    return null;
  }

  /** Keys are remembered for a day, so that is how long they count. */
  private leavesTooManyKeys(request: IncomingMessage): boolean {
    const nowMs = performance.now();
    if (nowMs - this.keysSinceMs > DAY_MS) {
      this.keys = new Map();
      this.keysSinceMs = nowMs;
    }
    return add(this.keys, this.senders.of(request)) > this.share.keys;
  }
}

function add(counts: Map<string, number>, key: string): number {
  const count = (counts.get(key) ?? 0) + 1;
  counts.set(key, count);
  return count;
}

function remove(counts: Map<string, number>, key: string): void {
  const count = (counts.get(key) ?? 0) - 1;
  if (count > 0) counts.set(key, count);
  else counts.delete(key);
}

function tooMany(detail: string): DomainError {
  return new DomainError('too_many_connections', detail);
}
