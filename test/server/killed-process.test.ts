import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { childrenOf } from '../support/children.js';
import { until } from '../support/until.js';
import { useServer } from '../support/use-server.js';

const CONNECTIONS = 200;
/** For what never comes. */
const LIMIT_MS = 15_000;

/** Sends a request on a connection of its own. */
async function ask(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  // One that is closed without an answer is closed all the same.
  socket.on('error', () => undefined).resume();
  await once(socket, 'connect');
  socket.write(`GET /healthz HTTP/1.1\r\nHost: ${hostname}:${port}\r\nConnection: close\r\n\r\n`);
  return socket;
}

describe('one of two processes that is killed', () => {
  const server = useServer({ SKEIN_PROCESSES: '2' });

  it.each([0, 1])('leaves no request open that reached it while it was stuck (process %d)', async (which) => {
    const pids = await until(
      () => childrenOf(server.pid),
      ({ length }) => length === 2,
    );
    // Stuck, it takes nothing: what was handed to it is on its way when it is killed.
    process.kill(pids[which], 'SIGSTOP');
    const sockets = await Promise.all(Array.from({ length: CONNECTIONS }, () => ask(server.url)));
    process.kill(pids[which], 'SIGKILL');
    await until(
      () => childrenOf(server.pid),
      (now) => now.length === 2 && !now.includes(pids[which]),
    );
    const open = () => Promise.resolve(sockets.filter(({ closed }) => !closed).length);
    await until(open, (left) => left === 0, LIMIT_MS).finally(() => sockets.forEach((socket) => socket.destroy()));
    expect(await open()).toBe(0);
  });

  it('is replaced by one that takes connections: each answers while the other is stuck', async () => {
    const pids = await until(
      () => childrenOf(server.pid),
      ({ length }) => length === 2,
    );
    for (const stopped of pids) {
      process.kill(stopped, 'SIGSTOP');
      try {
        expect(await (await fetch(`${server.url}/healthz`, { signal: AbortSignal.timeout(LIMIT_MS) })).json()).toMatchObject({
          status: 'ok',
        });
      } finally {
        process.kill(stopped, 'SIGCONT');
      }
    }
  });
});
