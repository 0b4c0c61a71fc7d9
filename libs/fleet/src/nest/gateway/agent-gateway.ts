import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DomainError, RecurringLog } from '@skein/problem';
import { requestIdOf } from '@skein/problem/nest';
import { type RawData, WebSocketServer, type WebSocket } from 'ws';
import { FleetNotices } from '../../ports/fleet-notices.js';
import { type Connected, type ConnectionKey, PresenceStore } from '../../ports/presence-store.js';
import { AgentSession } from '../../session/agent-session.js';
import { CLOSE, MAX_FRAME_BYTES, SUBPROTOCOL } from '../../wire/protocol.js';
import { FleetOptions } from '../fleet-options.js';
import { Credentials } from '../service/credentials.js';
import { Admission } from './admission.js';
import { AgentLinks } from './agent-links.js';
import { Connection } from './connection.js';
import { Connections } from './connections.js';
import { Conversation } from './conversation.js';
import { agentOf, checkHandshake, offersHello } from './handshake.js';
import { Heartbeats } from './heartbeats.js';
import { MessageMemory } from './message-memory.js';
import { Outbox } from './outbox.js';
import { persistently } from './persistently.js';
import { Replica } from './replica.js';

/** Agents that are told of the end of this server come back within so long for each thousand of them, milliseconds. */
const SPREAD_MS = 1_000;

const NOTHING = Buffer.alloc(0);

/** The sockets of agents, at `/ws/{agent_id}`. A connection is in the database before its handshake is answered. */
@Injectable()
export class AgentGateway implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly faults = new RecurringLog(new Logger(AgentGateway.name));
  private readonly admission = new Admission();
  private readonly heartbeats: Heartbeats;
  private readonly sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    // Compression would cost every connection more memory than all the rest of it.
    perMessageDeflate: false,
    clientTracking: false,
    handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
  });
  private readonly closing = new Set<Promise<void>>();
  private stopping = false;

  constructor(
    private readonly presence: PresenceStore,
    private readonly connections: Connections,
    private readonly conversation: Conversation,
    private readonly messages: MessageMemory,
    private readonly outbox: Outbox,
    private readonly links: AgentLinks,
    private readonly notices: FleetNotices,
    private readonly credentials: Credentials,
    private readonly options: FleetOptions,
    private readonly replica: Replica,
  ) {
    this.sockets.on('headers', (headers, request) => headers.push(`X-Request-Id: ${requestIdOf(request)}`));
    this.heartbeats = new Heartbeats(options.heartbeatSec, (connection) => connection.terminate());
  }

  onApplicationBootstrap(): void {
    this.heartbeats.start();
  }

  /** Every agent is told, and none is thought to be connected any more. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    this.heartbeats.stop();
    const spreadMs = SPREAD_MS * Math.ceil(this.connections.size / 1000);
    for (const connection of [...this.connections.all()]) {
      const reconnect_after_ms = Math.round(Math.random() * spreadMs);
      if (connection.session.speaks) connection.send({ type: 'drain', reconnect_after_ms });
      connection.close(CLOSE.going_away, 'The server stops.');
      this.left(connection);
    }
    await Promise.allSettled(this.closing);
  }

  /** Closes a connection that holds no longer; a later one of the agent stays. */
  displace(agentId: string, epoch: number, reason: 'replaced' | 'revoked'): void {
    const connection = this.connections.get(agentId);
    if (connection === undefined || connection.epoch > epoch) return;
    const text = reason === 'revoked' ? 'The agent was deleted or revoked.' : 'Another connection with this id took its place.';
    connection.close(CLOSE[reason], text);
    this.left(connection);
  }

  /**
   * Gives an agent its socket. The caller has checked its credential, and refuses the socket where this throws.
   * @param given called when the socket is about to become a WebSocket: from then on it is not the caller's
   * @param signal aborted: the socket is not wanted any more
   * @throws DomainError `not_found`, `bad_request`, `agent_revoked`, `unknown_agent`, `unavailable`
   */
  handshake(request: IncomingMessage, socket: Duplex, head: Buffer, given: () => void, signal: AbortSignal): Promise<void> {
    return this.admission.through(() => this.admit(request, socket, head, given, signal));
  }

  private async admit(request: IncomingMessage, socket: Duplex, head: Buffer, given: () => void, signal: AbortSignal): Promise<void> {
    const agentId = agentOf(request);
    if (agentId === null) throw new DomainError('not_found', 'Agents connect to /ws/{agent_id}.');
    checkHandshake(request);
    const expectsHello = offersHello(request);
    const isOver = (): boolean => signal.aborted || socket.destroyed || this.stopping;
    if (this.stopping) socket.destroy();
    if (isOver()) return;
    const connected = await persistently(() => this.presence.connect(agentId, this.replica.id, !expectsHello));
    if (connected === null) await this.credentials.refuseBanned(agentId);
    if (connected === null) throw new DomainError('unknown_agent', `There is no agent ${agentId}; register it first.`);
    if (this.stopping) socket.destroy();
    if (isOver()) return this.end(connected);
    given();
    let opened = false;
    this.sockets.handleUpgrade(request, socket, head, (webSocket) => {
      opened = true;
      this.open(webSocket, connected, expectsHello, socket as Socket);
    });
    if (!opened) await this.end(connected);
  }

  private open(socket: WebSocket, { agentId, epoch, before, awaited }: Connected, expectsHello: boolean, transport: Socket): void {
    const connection = new Connection(socket, new AgentSession(agentId, expectsHello), epoch, performance.now(), transport);
    socket.on('message', (data, isBinary) => this.message(connection, data, isBinary));
    socket.on('pong', (data) => this.pong(connection, data));
    socket.on('ping', () => connection.heard(performance.now()));
    // A frame that is too large, or none at all: the library closes with the code for that.
    socket.on('error', () => undefined);
    socket.on('close', () => this.left(connection));
    this.heartbeats.add(connection);
    const displaced = this.connections.add(connection);
    if (displaced) this.displaceOlder(displaced);
    if (before !== null && before !== this.replica.id && this.options.notifications) this.notices.tell(before, { displaced: [agentId] });
    this.outbox.opened(connection);
    if (!expectsHello && awaited) this.outbox.wake([agentId]);
  }

  private displaceOlder(older: Connection): void {
    older.close(CLOSE.replaced, 'Another connection with this id took its place.');
    this.left(older);
  }

  private message(connection: Connection, data: RawData, isBinary: boolean): void {
    connection.heard(performance.now());
    connection.frameCame();
    // Text frames arrive as one buffer; what is binary cannot be one of the messages.
    this.conversation.received(connection, isBinary ? NOTHING : (data as Buffer));
  }

  private pong(connection: Connection, data: Buffer): void {
    const nowMs = performance.now();
    connection.heard(nowMs);
    connection.measured(Number(data.toString()), nowMs);
  }

  /** Noted once for each connection, however its end is noticed. */
  private left(connection: Connection): void {
    this.heartbeats.remove(connection);
    connection.left();
    this.messages.forget(connection);
    this.links.disconnected(connection.agentId, connection.epoch);
    if (!this.connections.remove(connection)) return;
    const noted = this.end(connection).finally(() => this.closing.delete(noted));
    this.closing.add(noted);
  }

  /** Notes the end of a connection, however long the database is away: nothing else would ever say that this server has it no longer. */
  private async end(connection: ConnectionKey): Promise<void> {
    for (;;) {
      try {
        await persistently(() => this.presence.disconnect(connection));
        this.outbox.ended(connection.agentId, connection.epoch);
        return;
      } catch (error) {
        this.faults.warn("The end of an agent's connection is not noted yet", error);
        // Its lease ends with the server.
        if (this.stopping) return;
      }
    }
  }
}
