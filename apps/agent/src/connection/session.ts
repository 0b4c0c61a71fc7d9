import { CLOSE, readToAgent, SUBPROTOCOL, type FromAgent, type Hello, type ToAgent, type Welcome } from '@skein/fleet';
import type { IncomingMessage } from 'node:http';
import type { Logger } from 'pino';
import { WebSocket, type RawData } from 'ws';
import { Heartbeat } from './heartbeat.js';

/** For the handshake, and again for `welcome`, in milliseconds: a server under load delays, it does not refuse. */
const PATIENCE_MS = 60_000;
/** A start may bring a whole network and a snapshot of it. */
const LARGEST_FRAME_BYTES = 512 * 1024 * 1024;
/** Reports wait while so much is on its way, in bytes. */
const CONGESTED_BYTES = 8 * 1024 * 1024;

/** How a connection ended. */
export type SessionEnd =
  /** The handshake was answered with this HTTP status. */
  | { kind: 'refused'; status: number; retryAfterSec: number }
  /** `livedMs`: from the welcome on; null where there was none. */
  | { kind: 'closed'; code: number; why: string; livedMs: number | null; reconnectAfterMs: number | null };

export interface SessionEvents {
  hello(): Hello;
  welcomed(welcome: Welcome): void;
  received(message: Exclude<ToAgent, { type: 'welcome' | 'ping' | 'pong' | 'drain' }>): void;
}

/** One connection, from its handshake to its end. */
export class Session {
  readonly ended: Promise<SessionEnd>;
  private readonly socket: WebSocket;
  private readonly heartbeat: Heartbeat;
  private welcomeBy: NodeJS.Timeout | undefined;
  private welcomedMs: number | null = null;
  private reconnectAfterMs: number | null = null;
  private refused: SessionEnd | null = null;
  private trouble = '';

  constructor(
    url: string,
    bearer: string | null,
    private readonly events: SessionEvents,
    private readonly log: Logger,
  ) {
    const headers = bearer === null ? {} : { authorization: `Bearer ${bearer}` };
    this.socket = new WebSocket(url, SUBPROTOCOL, {
      headers,
      handshakeTimeout: PATIENCE_MS,
      maxPayload: LARGEST_FRAME_BYTES,
      perMessageDeflate: false,
    });
    this.heartbeat = new Heartbeat(
      (ts) => this.send({ type: 'ping', ts }),
      () => this.giveUp('the server has fallen silent'),
    );
    this.socket.on('unexpected-response', (_, response) => this.refuse(response));
    this.socket.on('open', () => this.greet());
    this.socket.on('message', (data) => this.receive(data));
    this.socket.on('error', (error) => (this.trouble ||= error.message));
    this.ended = new Promise((resolve) => this.socket.on('close', (code, reason) => resolve(this.end(code, reason.toString()))));
  }

  /** @returns false where there is no welcome yet, or no connection any more */
  send(message: FromAgent): boolean {
    if (this.socket.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(message));
    return true;
  }

  get isCongested(): boolean {
    return this.socket.bufferedAmount > CONGESTED_BYTES;
  }

  /** Says goodbye, and does not wait for ever for the answer. */
  close(): void {
    if (this.socket.readyState === WebSocket.CONNECTING) this.socket.terminate();
    else this.socket.close(CLOSE.going_away, 'The agent ends this connection.');
  }

  private greet(): void {
    this.welcomeBy = setTimeout(() => this.giveUp('the server did not say welcome'), PATIENCE_MS);
    this.send(this.events.hello());
  }

  private receive(data: RawData): void {
    this.heartbeat.heard();
    const frame = readToAgent((data as Buffer).toString());
    if (!frame.ok) {
      this.log.warn(`The server sent what is left out of account: ${frame.refusal.detail}`);
      return;
    }
    const message = frame.value;
    switch (message.type) {
      case 'welcome':
        clearTimeout(this.welcomeBy);
        this.welcomedMs = performance.now();
        this.heartbeat.start(message.heartbeat_sec);
        this.events.welcomed(message);
        break;
      case 'ping':
        this.send({ type: 'pong', ts: message.ts });
        break;
      case 'pong':
        break;
      case 'drain':
        this.reconnectAfterMs = message.reconnect_after_ms;
        this.log.info(`The server is about to stop; connecting again in ${message.reconnect_after_ms} ms or later`);
        this.close();
        break;
      case 'command':
      case 'cancel':
      case 'result_ack':
      case 'error':
      case 'runner':
        this.events.received(message);
        break;
    }
  }

  private refuse(response: IncomingMessage): void {
    const { statusCode = 0, headers } = response;
    this.refused = { kind: 'refused', status: statusCode, retryAfterSec: Number(headers['retry-after']) || 0 };
    // Without this the socket would wait for somebody to read the answer.
    response.resume();
    this.socket.terminate();
  }

  private giveUp(why: string): void {
    this.trouble ||= why;
    this.socket.terminate();
  }

  private end(code: number, reason: string): SessionEnd {
    clearTimeout(this.welcomeBy);
    this.heartbeat.stop();
    const livedMs = this.welcomedMs === null ? null : performance.now() - this.welcomedMs;
    const why = this.trouble || reason || `closed with ${code}`;
    return this.refused ?? { kind: 'closed', code, why, livedMs, reconnectAfterMs: this.reconnectAfterMs };
  }
}
