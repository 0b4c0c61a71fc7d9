import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, it } from '@jest/globals';
import { WebSocket, WebSocketServer } from 'ws';
import { AgentSession } from '../../session/agent-session.js';
import { Connection, MOST_ATTENDED } from './connection.js';

it('a connection over which more comes than is carried out is not read until there is room again', async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const agent = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const [[socket]] = (await Promise.all([once(server, 'connection'), once(agent, 'open')])) as [[WebSocket], unknown];
  const connection = new Connection(socket, new AgentSession('a', true), 1, performance.now());
  const done: (() => void)[] = [];
  let most = 0;
  let received = 0;
  let ended = () => {};
  const all = new Promise<void>((resolve) => (ended = resolve));
  const frames = 20 * MOST_ATTENDED;
  socket.on('message', () => {
    connection.attend(new Promise((resolve) => done.push(resolve)));
    most = Math.max(most, done.length);
    if (++received === frames) ended();
  });
  for (let i = 0; i < frames; i++) agent.send('x'.repeat(1_000));
  // Carried out as slowly as may be: one frame, whenever nothing more is read.
  const slow = setInterval(() => connection.isPaused && done.splice(0, MOST_ATTENDED / 2).forEach((end) => end()), 1);
  await all;
  clearInterval(slow);
  agent.terminate();
  server.close();
  // What had been read with the frame that was one too many still comes: at most what a socket reads at once.
  expect(most).toBeLessThan(MOST_ATTENDED + 100);
});
