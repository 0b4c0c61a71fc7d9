import { Injectable, Logger } from '@nestjs/common';
import { RecurringLog } from '@skein/problem';
import type { Dispatch, Order } from '../../commands/command-record.js';
import { CommandStore, type OrderOutcome } from '../../ports/command-store.js';
import { FleetMetrics } from '../../ports/fleet-metrics.js';
import { FleetNotices } from '../../ports/fleet-notices.js';
import { FleetOptions } from '../fleet-options.js';
import type { Connection } from './connection.js';
import { Connections } from './connections.js';
import { EarlyDispatches } from './early-dispatches.js';
import { Replica } from './replica.js';

/** Claimed by one statement; few for each agent, so that one with a long queue does not hold up the others. */
const CLAIM = { inAll: 2_000, forEach: 100, bytesForEach: 1024 * 1024 };
/** Bytes of arguments that one statement may claim. */
const CLAIM_BYTES = 16 * 1024 * 1024;
/** While so many bytes wait in this process for agents that read slowly, no more large commands are claimed. */
const WAITING_BYTES = 64 * 1024 * 1024;
/** Beyond the time that a statement took that failed, seconds: clocks are not read at the same moment. */
const MARGIN_SEC = 1;

/**
 * Everything that sends commands from this server, one after the other: what the database has put into an order must be written to the sockets in that
 * order, and two statements in flight may be answered in another.
 */
@Injectable()
export class Outbox {
  private readonly faults = new RecurringLog(new Logger(Outbox.name));
  private readonly early = new EarlyDispatches();
  private last: Promise<unknown> = Promise.resolve();
  /** Whose queues are to be looked at; null: everybody's. */
  private wanted: Set<string> | null = new Set();
  private looking = false;
  private uncertainSinceMs: number | null = null;

  constructor(
    private readonly store: CommandStore,
    private readonly connections: Connections,
    private readonly notices: FleetNotices,
    private readonly metrics: FleetMetrics,
    private readonly options: FleetOptions,
    private readonly replica: Replica,
  ) {}

  /** Queues an order, sends what can be sent from here and tells the servers that can send the rest. */
  order(order: Order): Promise<OrderOutcome> {
    return this.inTurn(async () => {
      const outcome = await this.store.order(order, this.sender());
      this.send(outcome.dispatches);
      const others = new Map<string, string[]>();
      for (const { replica, agentId } of outcome.elsewhere) others.set(replica, [...(others.get(replica) ?? []), agentId]);
      for (const [replica, send] of others) {
        if (replica === this.replica.id) this.wake(send);
        else if (this.options.notifications) this.notices.tell(replica, { send });
      }
      // Who has connected meanwhile was not known to wait for anything.
      const met = outcome.placed.filter(({ agentId, connected }) => !connected && this.connections.get(agentId) !== undefined);
      if (met.length > 0) this.wake(met.map(({ agentId }) => agentId));
      return outcome;
    });
  }

  /** Writes to a connection that has just opened, or been welcomed, what was sent over it before it could be written. */
  opened(connection: Connection): void {
    this.write(this.early.take(connection.agentId, connection.epoch));
  }

  /** What waits for a connection is in the queue again, since the database knows that it has ended. */
  ended(agentId: string, epoch: number): void {
    this.early.take(agentId, epoch);
  }

  /** There may be commands for these agents, or for any (null): looks soon. */
  wake(agentIds: readonly string[] | null): void {
    if (agentIds === null) this.wanted = null;
    else for (const id of agentIds) this.wanted?.add(id);
    if (!this.looking) void this.look();
  }

  /** Ends in the same moment in which nobody is wanted: who is wanted after that has another look begin. */
  private async look(): Promise<void> {
    this.looking = true;
    try {
      while (this.connections.size > 0 && (this.wanted === null || this.wanted.size > 0)) await this.lookOnce();
    } catch (error) {
      this.faults.warn('Commands wait for the database', error);
    } finally {
      this.looking = false;
    }
  }

  private async lookOnce(): Promise<void> {
    const agentIds = this.wanted && [...this.wanted];
    this.wanted = new Set();
    const claimed = await this.inTurn(async () => {
      const bytesInAll = Math.max(0, Math.min(CLAIM_BYTES, WAITING_BYTES - this.connections.waitingBytes()));
      const claim = await this.store.claim(this.sender(), agentIds, { ...CLAIM, bytesInAll });
      this.send(claim.dispatches);
      return claim;
    });
    const { dispatches, cut } = claimed;
    // Nothing claimed: what is cut waits for agents to read, and the sweep looks again.
    const more = cut && dispatches.length > 0 ? agentIds : withMore(dispatches);
    if (more === null || (dispatches.length >= CLAIM.inAll && agentIds === null)) this.wanted = null;
    else for (const agentId of more) this.wanted?.add(agentId);
  }

  private send(dispatches: readonly Dispatch[]): void {
    this.metrics.sent(dispatches.map(({ waitedSec }) => waitedSec));
    this.write(dispatches);
  }

  private write(dispatches: readonly Dispatch[]): void {
    for (const dispatch of dispatches) {
      const connection = this.connections.get(dispatch.agentId);
      const isEarly = connection === undefined || connection.epoch < dispatch.epoch;
      if (isEarly || (connection.epoch === dispatch.epoch && !connection.takesCommands)) {
        this.early.put(dispatch);
        continue;
      }
      // Of a connection that has gone meanwhile the sweep puts back what was sent over it.
      if (connection.epoch !== dispatch.epoch) continue;
      connection.write(connection.session.command(dispatch));
      if (connection.isHeld) this.connections.held.add(connection);
    }
  }

  private sender() {
    return { replica: this.replica.id, held: this.connections.heldAgents() };
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.last.then(() => this.certainly(work));
    this.last = turn.catch(() => undefined);
    return turn;
  }

  /** A statement that failed may have been carried out all the same: what it has sent, nobody has written to a socket. */
  private async certainly<T>(work: () => Promise<T>): Promise<T> {
    if (this.uncertainSinceMs !== null) {
      await this.store.requeueUnwritten(this.replica.id, (performance.now() - this.uncertainSinceMs) / 1000 + MARGIN_SEC);
      this.uncertainSinceMs = null;
    }
    const beganMs = performance.now();
    try {
      return await work();
    } catch (error) {
      this.uncertainSinceMs = beganMs;
      throw error;
    }
  }
}

/** Agents for whom as much was taken as is taken at once. */
function withMore(dispatches: readonly Dispatch[]): string[] {
  const counts = new Map<string, number>();
  for (const { agentId } of dispatches) counts.set(agentId, (counts.get(agentId) ?? 0) + 1);
  return [...counts].filter(([, count]) => count >= CLAIM.forEach).map(([agentId]) => agentId);
}
