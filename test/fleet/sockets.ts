import { once } from 'node:events';
import { SUBPROTOCOL, type FromAgent, type ToAgent } from '@skein/fleet';
import WebSocket from 'ws';
import { until } from '../support/until.js';

/** A WebSocket as a program of a few lines has it: it keeps what comes. */
export class Socket {
  readonly received: unknown[] = [];
  readonly raw: string[] = [];
  /** Answers pings, as long as nobody says otherwise. */
  answers = true;
  closed: { code: number; reason: string } | null = null;

  constructor(readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => {
      this.raw.push(data.toString());
      const frame = JSON.parse(data.toString()) as { type?: string; ts?: number };
      this.received.push(frame);
      if (frame.type === 'ping' && this.answers) this.send({ type: 'pong', ts: frame.ts! });
    });
    socket.on('close', (code, reason) => (this.closed = { code, reason: reason.toString() }));
    socket.on('error', () => undefined);
  }

  static async connect(url: string, agentId: string, options: { own?: boolean; secret?: string } = {}): Promise<Socket> {
    const address = `${url.replace('http', 'ws')}/ws/${encodeURIComponent(agentId)}`;
    const headers: Record<string, string> = options.secret === undefined ? {} : { authorization: `Bearer ${options.secret}` };
    const socket = new Socket(new WebSocket(address, options.own ? SUBPROTOCOL : [], { headers }));
    await once(socket.socket, 'open');
    return socket;
  }

  send(frame: FromAgent | string): void {
    this.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  /** The messages of a type that have come, once there are so many. */
  async messages<T extends ToAgent['type']>(type: T, count = 1): Promise<Extract<ToAgent, { type: T }>[]> {
    const of = () => this.received.filter((frame) => (frame as { type?: string }).type === type) as Extract<ToAgent, { type: T }>[];
    return until(
      () => Promise.resolve(of()),
      (messages) => messages.length >= count,
    );
  }

  /** Bare commands, once there are so many. */
  async commands(count = 1): Promise<{ id: string; command: string }[]> {
    const of = () => this.received.filter((frame) => !(frame as { type?: string }).type) as { id: string; command: string }[];
    return until(
      () => Promise.resolve(of()),
      (commands) => commands.length >= count,
    );
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.socket.close();
    await this.ended();
  }

  async ended(): Promise<{ code: number; reason: string }> {
    const closed = await until(
      () => Promise.resolve(this.closed),
      (ended) => ended !== null,
    );
    return closed!;
  }
}

/** An agent of ours as a test writes it: the messages by hand. */
export function hello(overrides: Partial<Extract<FromAgent, { type: 'hello' }>> = {}): FromAgent {
  return {
    type: 'hello',
    protocol: 1,
    version: '1.2.3',
    labels: { rack: '3' },
    slots: 2,
    last_seq: 0,
    commands: [{ name: 'echo', description: 'Gives its arguments back', args_schema: { type: 'object' } }],
    running: [],
    unsent_results: [],
    simulations: [],
    ...overrides,
  };
}

/** Connects an agent of ours and waits until it is welcome. */
export async function greeted(url: string, agentId: string, overrides: Parameters<typeof hello>[0] = {}): Promise<Socket> {
  const socket = await Socket.connect(url, agentId, { own: true });
  socket.send(hello(overrides));
  await socket.messages('welcome');
  return socket;
}
