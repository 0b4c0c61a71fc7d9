import type { Speed } from '@skein/topology';
import { MessageRunner } from '../message-runner.js';
import type { Claim, Course, ToRunner } from '../messages.js';
import type { FromRemoteRunner, LostMessage } from '../wire/json-messages.js';

/**
 * A runner on another machine, for as long as one connection to it lasts. What it holds outlives the connection: the machine runs on, and whoever it
 * connects to next makes another of these, which takes over the claims that still hold.
 */
export class RemoteRunner extends MessageRunner {
  override readonly outlives = true;
  private connected = true;
  /** Started over this connection, and not heard of since: whether the start arrived is not known. */
  private readonly unheard = new Map<string, Claim>();
  /** Came before it was settled what it may run; null from then on. */
  private early: FromRemoteRunner[] | null = [];

  /** @param carry puts a message on the connection */
  constructor(
    readonly id: string,
    private readonly carry: (message: ToRunner) => void,
  ) {
    super();
  }

  get isConnected(): boolean {
    return this.connected;
  }

  /** What it says that it runs, and may go on with. From here on its reports are heard; what it has said before counts now. */
  adopt(claims: readonly Claim[]): void {
    for (const { sim_id, epoch } of claims) this.held.set(sim_id, { sim_id, epoch });
    const early = this.early ?? [];
    this.early = null;
    for (const message of early) this.receive(message);
  }

  /** What is to start when the connection has gone meanwhile is lost at once: the machine, back under another connection, would never be asked about it. */
  override start(claim: Claim, scenario: string, speed: Speed, course?: Course, apart?: boolean): void {
    if (!this.connected) {
      this.lost('its connection has ended', [claim]);
      return;
    }
    this.unheard.set(claim.sim_id, claim);
    super.start(claim, scenario, speed, course, apart);
  }

  override drop(claim: Claim): void {
    this.hear(claim);
    super.drop(claim);
  }

  /** Until it is told so, the machine keeps what has ended, to say it again over another connection. */
  override settled({ sim_id, epoch }: Claim): void {
    this.send({ type: 'drop', sim_id, epoch });
  }

  /** Takes a message that came over the connection. About what the machine does not hold it has nothing to say. */
  receive(message: FromRemoteRunner): void {
    if (!this.connected) return;
    if (this.early) {
      this.early.push(message);
      return;
    }
    if (message.type === 'lost') {
      this.gaveUp(message);
    } else if (message.type === 'progress') {
      const moved = message.moved.filter((claim) => this.holds(claim));
      for (const claim of moved) this.hear(claim);
      if (moved.length > 0) this.take({ ...message, moved });
    } else if (!('sim_id' in message)) {
      this.take(message);
    } else if (this.holds(message)) {
      this.hear(message);
      this.take(message);
    } else {
      this.settled(message);
    }
  }

  /** What it says about a claim cannot be believed: it is to forget that, and another goes on with it, which is not to blame. */
  discredit(claim: Claim, reason: string): void {
    if (!this.connected || this.early || !this.holds(claim)) return;
    this.drop(claim);
    this.lost(reason, [claim], true);
  }

  /** The connection is gone: nothing is sent any more, nothing that was asked will be answered, and what may never have arrived is lost. */
  disconnect(reason: string): void {
    if (!this.connected) return;
    this.connected = false;
    this.requests.rejectAll(`Runner ${this.id} is not connected: ${reason}`);
    const unheard = [...this.unheard.values()];
    if (unheard.length > 0) this.lost(reason, unheard);
  }

  /** Leaves the machine to itself: what it holds it may go on with, under another server. */
  override stop(): Promise<void> {
    this.connected = false;
    this.requests.rejectAll(`Runner ${this.id} is left to itself.`);
    return Promise.resolve();
  }

  protected override send(message: ToRunner): void {
    if (this.connected) this.carry(message);
    else this.requests.rejectAll(`Runner ${this.id} is not connected.`);
  }

  /** The machine is there, but does not run these any more. */
  private gaveUp({ reason, claims, handed_back: handedBack = false }: LostMessage): void {
    const given = claims.filter((claim) => this.holds(claim));
    for (const claim of given) {
      this.hear(claim);
      this.forget(claim);
    }
    if (given.length > 0) this.lost(reason, given, handedBack);
  }

  private holds({ sim_id, epoch }: Claim): boolean {
    return this.claimOf(sim_id)?.epoch === epoch;
  }

  private hear({ sim_id, epoch }: Claim): void {
    if (this.unheard.get(sim_id)?.epoch === epoch) this.unheard.delete(sim_id);
  }
}
