import { type Socket as NetSocket, connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import { exchange } from '../support/http.js';
import { type Attack, attack, statusesIn } from './attack.js';
import { TOKEN } from './victim.js';

const HANDSHAKE = ['sec-websocket-version: 13', 'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ=='];

export const oddUpgrade = attack(
  'an odd upgrade',
  fc.record({
    path: fc.constantFrom('/ws/hostile-1', '/ws/nobody', '/ws/', '/healthz', '/simulations', '/ws/%ff', '/ws/%00', '/'),
    upgrade: fc.constantFrom('websocket', 'WebSocket', 'h2c', 'h2c, websocket', 'TLS/1.0', ''),
    lines: fc.subarray([
      ...HANDSHAKE,
      'http2-settings: AAMAAABkAAQAAP__',
      'authorization: Bearer guess',
      'content-length: 5',
      'sec-websocket-protocol: skein.agent.v1',
    ]),
    after: fc.constantFrom('', 'GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n', '\0\0\0\0', 'x'.repeat(100_000)),
  }),
  async (victim, { path, upgrade, lines, after }) => {
    const head = [`GET ${path} HTTP/1.1`, 'host: 127.0.0.1', 'connection: Upgrade', `upgrade: ${upgrade}`, ...lines, '', ''];
    const text = await exchange(victim.url, [head.join('\r\n'), after], { endAfterMs: 1_000 });
    const [status] = statusesIn(text);
    if (status === undefined || status < 500) return null;
    return `answered ${status}: ${text.slice(0, 300)}`;
  },
);

/** Connections that their clients neither use nor end. */
export class Held {
  private readonly sockets = new Set<NetSocket>();

  add(socket: NetSocket): void {
    socket.on('error', () => undefined);
    socket.on('close', () => this.sockets.delete(socket));
    this.sockets.add(socket);
  }

  release(): void {
    for (const socket of this.sockets) socket.destroy();
  }
}

export const halfOpen = (held: Held): fc.Arbitrary<Attack> =>
  attack(
    'a connection that its client keeps open',
    fc.constantFrom(
      `GET /ws/nobody HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: Upgrade\r\nupgrade: websocket\r\n${HANDSHAKE.join('\r\n')}\r\n\r\n`,
      `GET /ws/ HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\r\n`,
      'POST /simulate HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: 1000000\r\n\r\n{',
      'HELLO\r\n\r\n',
      'CONNECT x:1 HTTP/1.1\r\nhost: x:1\r\n\r\n',
    ),
    (victim, bytes) => {
      const { hostname, port } = new URL(victim.url);
      const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
      held.add(socket);
      socket.write(bytes);
      socket.resume();
      return Promise.resolve(null);
    },
  );

/** @param paths of what is worth reading */
export const leaver = (held: Held, paths: () => readonly string[]): fc.Arbitrary<Attack> =>
  attack(
    'a reader that leaves, or stays and does not read',
    fc.record({ which: fc.nat(), reads: fc.constantFrom(0, 1, 10_000, 1_000_000), stays: fc.boolean(), times: fc.constantFrom(1, 5, 20) }),
    async (victim, { which, reads, stays, times }) => {
      const { hostname, port } = new URL(victim.url);
      const path = paths()[which % paths().length];
      const readers = Array.from({ length: times }, () => {
        const socket = connect({ host: hostname, port: Number(port) });
        held.add(socket);
        socket.write(`GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${TOKEN}\r\n\r\n`);
        let got = 0;
        socket.on('data', (piece: Buffer) => {
          got += piece.length;
          if (got > reads) socket.pause();
        });
        return socket;
      });
      await delay(50);
      if (!stays) for (const socket of readers) socket.destroy();
      return null;
    },
  );
