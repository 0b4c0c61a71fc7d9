import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFromAgent, SUBPROTOCOL, type FromAgent, type Hello, type ToAgent } from '@skein/fleet';
import { WebSocketServer, type WebSocket } from 'ws';
import { until } from '../support/until.js';

type Said<Type extends FromAgent['type']> = Extract<FromAgent, { type: Type }>;

/** One connection of an agent, and all that it said over it. */
export class Visit {
  readonly said: FromAgent[] = [];
  closed: number | null = null;

  constructor(
    private readonly socket: WebSocket,
    readonly request: IncomingMessage,
    private readonly greeted: (visit: Visit) => void,
  ) {
    socket.on('message', (data: Buffer) => this.hear(data.toString()));
    socket.on('close', (code) => (this.closed = code));
  }

  get hello(): Hello {
    return this.said[0] as Hello;
  }

  send(...messages: ToAgent[]): void {
    for (const message of messages) this.sendText(JSON.stringify(message));
  }

  sendText(text: string): void {
    this.socket.send(text);
  }

  close(code: number): void {
    this.socket.close(code);
  }

  /** Neither reads nor answers any more, and does not say so. */
  freeze(): void {
    this.socket.pause();
  }

  all<Type extends FromAgent['type']>(type: Type): Said<Type>[] {
    return this.said.filter((message): message is Said<Type> => message.type === type);
  }

  /** Waits for its end; the code with which it was closed. */
  async ended(): Promise<number> {
    const code = await until(
      () => Promise.resolve(this.closed),
      (closed) => closed !== null,
    );
    return code!;
  }

  /** Waits until it has said something of this kind. */
  async hears<Type extends FromAgent['type']>(type: Type, fits: (message: Said<Type>) => boolean = () => true): Promise<Said<Type>> {
    const found = await until(
      () => Promise.resolve(this.all(type).find(fits) ?? null),
      (message) => message !== null,
    );
    return found!;
  }

  private hear(text: string): void {
    const frame = readFromAgent(Buffer.from(text));
    if (!frame.ok) throw new Error(`The agent sent what no server takes: ${frame.refusal.detail}`);
    this.said.push(frame.value);
    if (frame.value.type === 'hello') this.greeted(this);
  }
}

/** Says what a test has it say, however wrong: what a real server cannot be made to do. */
export class ScriptedServer {
  readonly visits: Visit[] = [];
  readonly registrations: { body: unknown; authorization: string | undefined }[] = [];
  /** What registering is answered with. */
  answer: { status: number; body: unknown } = { status: 200, body: { message: 'registered' } };
  /** With this status handshakes are refused, if any. */
  refuseWith: number | null = null;
  heartbeatSec = 30;
  private readonly sockets = new WebSocketServer({ noServer: true, handleProtocols: () => SUBPROTOCOL });

  private constructor(private readonly server: Server) {
    server.on('request', (request, response) => {
      void json(request).then((body) => {
        this.registrations.push({ body, authorization: request.headers.authorization });
        response.writeHead(this.answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(this.answer.body));
      });
    });
    server.on('upgrade', (request, socket, head) => {
      if (this.refuseWith !== null) socket.end(`HTTP/1.1 ${this.refuseWith} No\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      else
        this.sockets.handleUpgrade(request, socket, head, (ws) => this.visits.push(new Visit(ws, request, (visit) => this.welcome(visit))));
    });
  }

  static async listen(port = 0): Promise<ScriptedServer> {
    const server = createServer().listen(port, '127.0.0.1');
    await once(server, 'listening');
    return new ScriptedServer(server);
  }

  /** Where another has listened before, once nobody else does. */
  static async listenAgain(port: number): Promise<ScriptedServer> {
    const server = await until(
      () => ScriptedServer.listen(port).catch(() => null),
      (listening) => listening !== null,
    );
    return server!;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The next visit that has said hello, counted from 0. */
  async visit(number: number): Promise<Visit> {
    await until(
      () => Promise.resolve(this.visits[number]?.said.length ?? 0),
      (said) => said > 0,
    );
    return this.visits[number];
  }

  /** Cuts every connection, and listens no more. */
  async close(): Promise<void> {
    for (const socket of this.sockets.clients) socket.terminate();
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  /** What is said to an agent before its welcome need not be answered. */
  private welcome(visit: Visit): void {
    const server_time = new Date().toISOString();
    visit.send({ type: 'welcome', protocol: 1, epoch: this.visits.length, heartbeat_sec: this.heartbeatSec, server_time });
  }
}

async function json(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text === '' ? null : JSON.parse(text);
}
