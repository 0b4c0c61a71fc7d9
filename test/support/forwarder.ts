import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A port that stays while what is behind it goes and comes back elsewhere; with nothing behind it, connections are cut. */
export class Forwarder {
  private target: number | null = null;
  private readonly sockets = new Set<Socket>();

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
    for (const socket of this.sockets) socket.destroy();
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
    socket.pipe(behind).pipe(socket);
    socket.on('close', () => behind.destroy());
    behind.on('close', () => socket.destroy());
  }

  private keep(socket: Socket): void {
    this.sockets.add(socket);
    // A connection that breaks is the point; both ends learn it from the close.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.sockets.delete(socket));
  }
}
