import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { WebSocket, WebSocketServer } from 'ws';
import { AgentSession } from '../../session/agent-session.js';
import { Connection } from './connection.js';
import { Heartbeats } from './heartbeats.js';

const HEARTBEAT_SEC = 0.1;
/** One for each group of them. */
const AGENTS = 15;

describe('heartbeats', () => {
  let server: WebSocketServer;
  let agents: WebSocket[];
  let connections: Connection[];
  let heartbeats: Heartbeats;
  let silent: string[];

  beforeEach(async () => {
    server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await once(server, 'listening');
    [agents, connections, silent] = [[], [], []];
    heartbeats = new Heartbeats(HEARTBEAT_SEC, (connection) => {
      silent.push(connection.agentId);
      connection.terminate();
    });
    for (let i = 0; i < AGENTS; i++) {
      const agent = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
      const [[socket]] = (await Promise.all([once(server, 'connection'), once(agent, 'open')])) as [[WebSocket], unknown];
      const connection = new Connection(socket, new AgentSession(`a${i}`, false), 1, performance.now());
      socket.on('pong', () => connection.heard(performance.now()));
      agents.push(agent);
      connections.push(connection);
    }
  });

  afterEach(() => {
    heartbeats.stop();
    for (const agent of agents) agent.terminate();
    // A paused socket does not notice that the other side has gone.
    for (const connection of connections) connection.terminate();
    server.close();
  });

  it('take nobody for silent while this process was held up and asked nobody', async () => {
    for (const connection of connections) {
      connection.heard(performance.now());
      heartbeats.add(connection);
    }
    heartbeats.start();
    await Promise.all(agents.map((agent) => once(agent, 'ping')));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3 * HEARTBEAT_SEC * 1000);
    await Promise.all(agents.map((agent) => Promise.race([once(agent, 'ping'), once(agent, 'close')])));
    expect(silent).toEqual([]);
  });

  it('end who does not answer', async () => {
    connections[0].socket.pause();
    const ended = new Promise<string>((resolve) => {
      heartbeats = new Heartbeats(HEARTBEAT_SEC, ({ agentId }) => resolve(agentId));
    });
    heartbeats.add(connections[0]);
    heartbeats.start();
    expect(await ended).toBe('a0');
  });
});
