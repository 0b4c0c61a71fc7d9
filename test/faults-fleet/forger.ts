import { setTimeout as delay } from 'node:timers/promises';
import { expect } from '@jest/globals';
import type { Random } from '../support/random.js';
import { greeted, type Socket } from '../fleet/sockets.js';
import { until } from '../support/until.js';
import type { Given } from './agents.js';
import type { Fleet } from './fleet.js';

const PAUSE_MS = 50;

interface Refusal {
  type: string;
  code: string;
  detail: string;
  id?: string;
}

/** Says hello as an agent of ours, and then what is malformed or not its business; each time it must be told so. */
export class Forger {
  readonly violations: string[] = [];
  refused = 0;
  private stopped = false;
  private running: Promise<void> = Promise.resolve();

  constructor(
    readonly id: string,
    private readonly fleet: Fleet,
    private readonly random: Random,
    private readonly given: readonly Given[],
  ) {}

  start(): void {
    this.running = this.goOn();
  }

  stop(): Promise<void> {
    this.stopped = true;
    return this.running;
  }

  private async goOn(): Promise<void> {
    while (!this.stopped) {
      // Its server may be gone just now.
      const socket = await greeted(this.random.of(this.fleet.members).server.url, this.id).catch(() => null);
      while (socket && !socket.closed && !this.stopped) {
        await this.offend(socket).catch((error: Error) => void this.violations.push(String(error.stack)));
        await delay(PAUSE_MS);
      }
      socket?.socket.terminate();
      await delay(PAUSE_MS);
    }
  }

  private async offend(socket: Socket): Promise<void> {
    const { random } = this;
    const id = this.given.length > 0 ? random.of(this.given).id : crypto.randomUUID();
    const [frame, code] = random.of([
      [{ type: 'result', id, state: 'succeeded', result: 'forged' }, 'unknown_command'],
      [{ type: 'progress', id, fraction: 0.5 }, 'unknown_command'],
      [{ type: 'ack', id }, 'unknown_command'],
      [{ type: 'result', id, state: 'expired', result: '' }, 'invalid_message'],
      [{ type: 'result', id, state: 'succeeded', result: 'x'.repeat(5 * 1024 * 1024) }, 'invalid_message'],
      [{ type: 'pong', ts: 'yesterday' }, 'invalid_message'],
      [{ type: 'shutdown' }, 'unknown_type'],
      ['{"type":"ack","id":', 'malformed_frame'],
    ] as const);
    // A clock that is wrong by hours is nothing to refuse.
    socket.send({ type: 'pong', ts: Date.now() + 7 * 3_600_000 });
    const before = refusals(socket).length;
    socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
    await until(
      () => Promise.resolve(socket.closed !== null || refusals(socket).length > before),
      (told) => told || this.stopped,
    );
    const refusal = refusals(socket)[before];
    if (!refusal) return;
    expect(refusal).toEqual({ type: 'error', code, detail: expect.any(String), ...(typeof frame !== 'string' && 'id' in frame && { id }) });
    this.refused += 1;
  }
}

function refusals(socket: Socket): Refusal[] {
  return (socket.received as Refusal[]).filter(({ type }) => type === 'error');
}
