import { type BeforeApplicationShutdown, Injectable, type OnModuleInit, Logger } from '@nestjs/common';
import { RecurringLog } from '@skein/problem';
import { CommandStore } from '../../ports/command-store.js';
import { type FleetNotice, FleetNotices } from '../../ports/fleet-notices.js';
import { PresenceStore } from '../../ports/presence-store.js';
import { FleetOptions } from '../fleet-options.js';
import { AgentGateway } from './agent-gateway.js';
import type { Connection } from './connection.js';
import { Connections } from './connections.js';
import { Conversation } from './conversation.js';
import { Outbox } from './outbox.js';
import { Replica } from './replica.js';

const SWEEP_MS = 1_000;
const LEASE_SEC = 10;
const OVERDUE_BATCH = 1_000;
const FORGET_BATCH = 500;
/** In sweeps: how often its lease is renewed, connections are compared with the database, signs of life noted, and what is old deleted. */
const EVERY = { lease: 3, hold: 5, note: 15, forget: 60 };

/** Looks every second for what nobody has told: all that notices, closes and acknowledgements should have brought about comes about without them. */
@Injectable()
export class FleetKeeper implements OnModuleInit, BeforeApplicationShutdown {
  private readonly faults = new RecurringLog(new Logger(FleetKeeper.name));
  private timer: NodeJS.Timeout | undefined;
  private sweeping: Promise<void> | null = null;
  private sweeps = 0;
  private troubled = false;

  constructor(
    private readonly presence: PresenceStore,
    private readonly commands: CommandStore,
    private readonly notices: FleetNotices,
    private readonly connections: Connections,
    private readonly outbox: Outbox,
    private readonly gateway: AgentGateway,
    private readonly conversation: Conversation,
    private readonly options: FleetOptions,
    private readonly replica: Replica,
  ) {}

  /** Before any agent can connect. */
  async onModuleInit(): Promise<void> {
    await this.presence.heartbeat(this.replica.id, LEASE_SEC);
    if (this.options.notifications) await this.notices.listen(this.replica.id, (notice) => this.heard(notice));
    this.timer = setInterval(() => this.sweep(), SWEEP_MS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.sweeping;
    await this.notices.close();
    await this.presence.leave(this.replica.id).catch(() => undefined);
  }

  private sweep(): void {
    this.conversation.weigh(this.connections.all());
    this.sweeping ??= this.round()
      .then(() => {
        this.troubled = false;
      })
      .catch((error: unknown) => {
        this.faults.warn('The fleet waits for the database', error);
        this.troubled = true;
      })
      .finally(() => (this.sweeping = null));
  }

  private async round(): Promise<void> {
    this.sweeps += 1;
    if (this.sweeps % EVERY.lease === 0 || this.troubled) {
      await this.presence.heartbeat(this.replica.id, LEASE_SEC);
      await this.presence.forgetLost();
    }
    if (this.sweeps % EVERY.hold === 0) await this.hold('*');
    while ((await this.commands.overdue(OVERDUE_BATCH)) === OVERDUE_BATCH);
    await this.commands.requeueStale();
    await this.cancel();
    this.lookAtHeld();
    this.outbox.wake(null);
    if (this.sweeps % EVERY.note === 0) await this.note();
    if (this.sweeps % EVERY.forget === 0 && this.options.retentionSec !== null) {
      await this.commands.forgetEnded(this.options.retentionSec, FORGET_BATCH);
    }
  }

  private heard({ send, displaced, cancel }: FleetNotice): void {
    if (send !== undefined) this.outbox.wake(send === '*' ? null : send);
    if (displaced !== undefined) void this.hold(displaced).catch(() => undefined);
    if (cancel) void this.cancel().catch(() => undefined);
  }

  /** Ends connections that hold no longer. */
  private async hold(agentIds: readonly string[] | '*'): Promise<void> {
    const all = agentIds === '*' ? [...this.connections.all()] : agentIds.map((id) => this.connections.get(id));
    const here = all.filter((connection): connection is Connection => connection !== undefined);
    if (here.length === 0) return;
    const keys = here.map(({ agentId, epoch }) => ({ agentId, epoch }));
    for (const { agentId, epoch, reason } of await this.presence.hold(this.replica.id, keys)) {
      this.gateway.displace(agentId, epoch, reason);
    }
  }

  /** Tells agents here which commands nobody wants any more. */
  async cancel(): Promise<void> {
    if (this.connections.size === 0) return;
    for (const { agentId, commandId } of await this.commands.claimCancellations(this.replica.id)) {
      this.connections.get(agentId)?.send({ type: 'cancel', id: commandId });
    }
  }

  /** Agents that have caught up are sent commands again; those that never will are left. */
  private lookAtHeld(): void {
    for (const connection of this.connections.held) {
      if (connection.isLost) connection.terminate();
      else if (!connection.isHeld) this.connections.held.delete(connection);
    }
  }

  private async note(): Promise<void> {
    const nowMs = performance.now();
    const heard = [...this.connections.all()].filter(({ unnoted }) => unnoted);
    for (const connection of heard) connection.unnoted = false;
    const sightings = heard.map(({ agentId, epoch, heardAtMs, roundTripMs }) => ({
      agentId,
      epoch,
      ageMs: nowMs - heardAtMs,
      roundTripMs,
    }));
    if (sightings.length > 0) await this.presence.seen(sightings);
  }
}
