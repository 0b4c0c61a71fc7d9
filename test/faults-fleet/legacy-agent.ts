import { setTimeout as delay } from 'node:timers/promises';
import { expect } from '@jest/globals';
import WebSocket from 'ws';
import type { ProblemSchema } from '@skein/client';
import type { Caller } from '../faults/caller.js';
import type { Forwarder } from '../support/forwarder.js';
import type { Random } from '../support/random.js';
import type { Given, Subject } from './agents.js';

const RECONNECT_MS = 100;
/** More characters than a result may have. */
const HUGE = 'x'.repeat(5 * 1024 * 1024);

/** A program of a few lines that somebody wrote for the reference protocol: a plain WebSocket, answers over HTTP, and no manners. */
export class LegacyAgent implements Subject {
  taken = false;
  /** Ids of commands in the order in which they came first. */
  readonly got: string[] = [];
  readonly violations: string[] = [];
  /** Commands that it has answered, with its first answer. */
  readonly answered = new Map<string, string>();
  private socket: WebSocket | null = null;
  private stopped = false;
  private running: Promise<void> = Promise.resolve();
  private readonly answering = new Set<Promise<void>>();

  constructor(
    readonly id: string,
    readonly link: Forwarder,
    private readonly caller: Caller,
    private readonly random: Random,
    /** Commands of all agents. */
    private readonly given: readonly Given[],
  ) {}

  start(): void {
    this.running = this.stayConnected();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.socket?.terminate();
    await this.running;
    await Promise.all(this.answering);
  }

  /** Reads nothing for a while. */
  async sleep(lastsMs: number): Promise<void> {
    const { socket } = this;
    socket?.pause();
    await delay(lastsMs);
    socket?.resume();
  }

  private async stayConnected(): Promise<void> {
    while (!this.stopped) {
      const socket = new WebSocket(`ws://127.0.0.1:${this.link.port}/ws/${this.id}`);
      this.socket = socket;
      const closed = new Promise((resolve) => socket.on('close', resolve));
      socket.on('error', () => undefined);
      socket.on('message', (data: Buffer) => this.received(socket, data.toString()));
      if (this.stopped) socket.terminate();
      await closed;
      await delay(RECONNECT_MS);
    }
  }

  private received(socket: WebSocket, text: string): void {
    const { id, type, code } = JSON.parse(text) as { id?: string; type?: string; code?: string };
    if (type === 'error') {
      if (!['malformed_frame', 'hello_expected'].includes(code ?? '')) this.violations.push(`${this.id} was told ${text}`);
    } else if (id === undefined || type !== undefined) {
      this.violations.push(`${this.id} got ${text}`);
    } else {
      if (!this.got.includes(id)) this.got.push(id);
      const answer = this.answer(socket, id)
        .catch((error: Error) => void this.violations.push(`${this.id} ${id}: ${error.stack}`))
        .finally(() => this.answering.delete(answer));
      this.answering.add(answer);
    }
  }

  private async answer(socket: WebSocket, id: string): Promise<void> {
    const { random } = this;
    const draw = random.next();
    if (draw < 0.1) await delay(random.between(50, 500));
    else if (draw < 0.2) await this.forge();
    else if (draw < 0.23) expect((await this.respond(id, HUGE)).status).toBe(422);
    else if (draw < 0.3)
      socket.send(
        random.of(['garbage', '{"id":', '[]', JSON.stringify({ type: 'pong', ts: Date.now() - 5 * 3_600_000 })]),
        () => undefined,
      );
    const result = `${this.id} did ${id}`;
    expect((await this.respond(id, result)).status).toBe(200);
    this.answered.set(id, result);
    if (random.chance(0.1)) {
      const second = await this.respond(id, 'something else');
      expect([second.status, second.body]).toEqual([200, expect.objectContaining({ result })]);
    }
  }

  /** Answers what another was told. */
  private async forge(): Promise<void> {
    const others = this.given.filter(({ agent }) => agent !== this.id);
    if (others.length === 0) return;
    const { status, body } = await this.respond(this.random.of(others).id, 'forged');
    expect([status, (body as ProblemSchema).code]).toEqual([404, 'unknown_command']);
  }

  private respond(id: string, result: string) {
    return this.caller.change('POST', `/responses/${this.id}/${id}`, { result });
  }
}
