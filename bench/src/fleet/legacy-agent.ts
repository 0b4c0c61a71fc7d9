import { setTimeout as delay } from 'node:timers/promises';
import { BareWebSocket } from './bare-web-socket.js';
import { nowMs } from './clock.js';

const BASE_MS = 500;
const CAP_MS = 10_000;

export interface Arrival {
  agent: LegacyAgent;
  commandId: string;
  atMs: number;
}

/** An agent of the old protocol that comes back when it loses its connection, with full jitter. */
export class LegacyAgent {
  connectedAtMs = 0;
  isConnected = false;
  /** Ids of the commands that it was sent, and how often. */
  readonly received = new Map<string, number>();

  constructor(
    readonly id: string,
    private readonly url: URL,
    private readonly arrived: (arrival: Arrival) => void,
  ) {}

  async connect(): Promise<void> {
    const { hostname, port } = this.url;
    await BareWebSocket.open(hostname, Number(port), `/ws/${this.id}`, {
      text: (text) => this.command(text),
      closed: () => void this.comeBack(),
    });
    this.connectedAtMs = nowMs();
    this.isConnected = true;
  }

  private command(text: string): void {
    const atMs = nowMs();
    const { id } = JSON.parse(text) as { id: string };
    this.received.set(id, (this.received.get(id) ?? 0) + 1);
    this.arrived({ agent: this, commandId: id, atMs });
  }

  private async comeBack(): Promise<void> {
    this.isConnected = false;
    for (let failures = 1; !this.isConnected; failures++) {
      await delay(Math.min(CAP_MS, BASE_MS * 2 ** (failures - 1)) * Math.random());
      await this.connect().catch(() => undefined);
    }
  }
}
