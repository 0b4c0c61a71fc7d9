import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A port that stays while what is behind it goes and comes back elsewhere; with nothing behind it, connections are cut. */
export class Forwarder {
  private target: number | null = null;
  private mute = false;
  private readonly sockets = new Set<Socket>();
  /** From each socket behind to the one in front of it. */
  private readonly fronts = new Map<Socket, Socket>();
  /** Both ends of connections over which nothing comes any more, not even their end. */
  private readonly lost = new WeakSet<Socket>();

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {
    server.on('connection', (socket: Socket) => this.accept(socket));
  }

  static async listen(): Promise<Forwarder> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Forwarder(server, (server.address() as AddressInfo).port);
  }

  /** Leads new connections to this port of 127.0.0.1. */
  to(port: number | null): void {
    this.target = port;
  }

  /** Cuts every connection that there is. */
  cut(): void {
    this.mute = false;
    for (const socket of this.sockets) socket.destroy();
  }

  /** Until the next `cut`, what is asked still arrives, but what is answered does not. */
  silence(): void {
    this.mute = true;
    for (const [behind, front] of this.fronts) behind.unpipe(front);
  }

  /** Connections that there are become half-open: what either side sends, or that it ends, never arrives at the other; until the next `cut`. */
  swallow(): void {
    for (const [behind, front] of this.fronts) {
      for (const socket of [behind, front]) {
        this.lost.add(socket);
        socket.unpipe();
        socket.resume();
      }
    }
  }

  /** Cuts each connection in the middle of what its front side sends next. */
  tear(): void {
    for (const [behind, front] of this.fronts) {
      front.unpipe(behind);
      front.once('data', (chunk: Buffer) => {
        behind.end(chunk.subarray(0, Math.ceil(chunk.length / 2)));
        front.destroy();
      });
      front.resume();
    }
  }

  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.cut();
    await closed;
  }

  private accept(socket: Socket): void {
    this.keep(socket);
    if (this.target === null) {
      socket.destroy();
      return;
    }
    const behind = connect(this.target, '127.0.0.1');
    this.keep(behind);
    socket.pipe(behind);
    this.fronts.set(behind, socket);
    if (!this.mute) behind.pipe(socket);
    behind.on('close', () => this.fronts.delete(behind));
    socket.on('close', () => this.lost.has(behind) || behind.destroy());
    behind.on('close', () => this.lost.has(socket) || socket.destroy());
  }

  private keep(socket: Socket): void {
    this.sockets.add(socket);
    // A connection that breaks is the point; both ends learn it from the close.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.sockets.delete(socket));
  }
}
