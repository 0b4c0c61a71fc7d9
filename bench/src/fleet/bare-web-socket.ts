import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

export interface Listener {
  text: (text: string) => void;
  closed: () => void;
}

const OPCODE = { text: 1, close: 8, ping: 9, pong: 10 } as const;

/** As much of a WebSocket (RFC 6455) as an agent needs that only listens, so that thousands of them take little of the machine from the server. */
export class BareWebSocket {
  private received: Buffer = Buffer.alloc(0);

  private constructor(
    private readonly socket: Socket,
    private readonly listener: Listener,
  ) {}

  /** @throws Error where the handshake is refused or the connection breaks */
  static open(host: string, port: number, path: string, listener: Listener): Promise<BareWebSocket> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host, noDelay: true });
      const webSocket = new BareWebSocket(socket, listener);
      let opened = false;
      socket.on('error', () => undefined);
      socket.on('close', () => (opened ? listener.closed() : reject(new Error(`The handshake at ${path} was broken off.`))));
      socket.on('data', (data: Buffer) => {
        webSocket.received = webSocket.received.length === 0 ? data : Buffer.concat([webSocket.received, data]);
        if (opened) return webSocket.read();
        const end = webSocket.received.indexOf('\r\n\r\n');
        if (end < 0) return;
        const head = webSocket.received.toString('latin1', 0, end);
        if (!head.startsWith('HTTP/1.1 101')) {
          reject(new Error(`The handshake at ${path} was refused: ${head}`));
          return void socket.destroy();
        }
        opened = true;
        webSocket.received = webSocket.received.subarray(end + 4);
        resolve(webSocket);
        webSocket.read();
      });
      const key = randomBytes(16).toString('base64');
      socket.write(
        `GET ${path} HTTP/1.1\r\nHost: ${host}:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`,
      );
    });
  }

  close(): void {
    this.socket.destroy();
  }

  /** Servers send short messages whole: neither fragments nor lengths of 64 bits are understood. */
  private read(): void {
    while (this.received.length >= 2) {
      const [first, short] = this.received;
      const at = short === 126 ? 4 : 2;
      if (this.received.length < at) return;
      const end = at + (short === 126 ? this.received.readUInt16BE(2) : short);
      if (this.received.length < end) return;
      const payload = this.received.subarray(at, end);
      this.received = this.received.subarray(end);
      const opcode = first & 0x0f;
      if (opcode === OPCODE.text) this.listener.text(payload.toString());
      else if (opcode === OPCODE.ping) this.socket.write(masked(OPCODE.pong, payload));
      else if (opcode === OPCODE.close) this.socket.end(masked(OPCODE.close, payload.subarray(0, 2)));
    }
  }
}

/** A frame of a client: masked, here by zeros. The payload of a control frame has at most 125 bytes. */
function masked(opcode: number, payload: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0x80 | opcode, 0x80 | payload.length, 0, 0, 0, 0]), payload]);
}
