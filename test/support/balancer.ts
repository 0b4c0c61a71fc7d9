import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/**
 * One port before several servers, as a Service of Kubernetes is one address: each new connection goes to the next server that takes it. It knows
 * nothing of HTTP: connections that a server ends are ended.
 */
export class Balancer {
  private readonly targets: number[] = [];
  private readonly sockets = new Set<Socket>();
  private turn = 0;

  private constructor(private readonly server: Server) {
    server.on('connection', (front: Socket) => {
      this.keep(front);
      this.lead(front, this.targets.length);
    });
  }

  static async listen(): Promise<Balancer> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Balancer(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Leads connections to the server at this URL too. */
  add(url: string): void {
    this.targets.push(Number(new URL(url).port));
  }

  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  private lead(front: Socket, attempts: number): void {
    if (attempts === 0) return void front.destroy();
    const target = this.targets[this.turn++ % this.targets.length];
    const behind = connect(target, '127.0.0.1');
    const refused = (): void => this.lead(front, attempts - 1);
    behind.once('error', refused);
    behind.once('connect', () => {
      behind.off('error', refused);
      this.keep(behind);
      front.pipe(behind).pipe(front);
      front.on('close', () => behind.destroy());
      behind.on('close', () => front.destroy());
    });
  }

  private keep(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.sockets.delete(socket));
  }
}
