import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface Answer {
  status: number;
  body: string;
}

/** One connection that stays open, with one request at a time. Understands what the servers under test answer: a Content-Length, no chunks. */
export class Connection {
  private answer: ((answer: Answer) => void) | null = null;
  private fail: ((error: Error) => void) | null = null;
  private received = '';

  private constructor(private readonly socket: Socket) {
    socket.setNoDelay(true);
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => this.receive(text));
    // What breaks is told by the close that follows.
    socket.on('error', () => undefined);
    socket.on('close', () => this.fail?.(new Error('The server has closed a connection in the middle of a request.')));
  }

  static async open(host: string, port: number): Promise<Connection> {
    const socket = connect(port, host);
    await once(socket, 'connect');
    return new Connection(socket);
  }

  ask(request: Buffer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.socket.destroyed) return reject(new Error('The server has closed a connection.'));
      [this.answer, this.fail] = [resolve, reject];
      this.socket.write(request);
    });
  }

  close(): void {
    this.fail = null;
    this.socket.destroy();
  }

  private receive(text: string): void {
    this.received = this.received === '' ? text : this.received + text;
    const head = this.received.indexOf('\r\n\r\n');
    if (head < 0) return;
    const length = /\r\ncontent-length: *(\d+)/i.exec(this.received)?.[1];
    if (length === undefined) return this.fail?.(new Error(`An answer without a length: ${this.received.slice(0, head)}`));
    const end = head + 4 + Number(length);
    if (this.received.length < end) return;
    const answer = { status: Number(this.received.slice(9, 12)), body: this.received.slice(head + 4, end) };
    this.received = '';
    this.answer?.(answer);
  }
}
