import { describe, expect, it } from '@jest/globals';
import type { WebSocket } from 'ws';
import type { Dispatch, Order } from '../../commands/command-record.js';
import type { CommandStore } from '../../ports/command-store.js';
import type { FleetMetrics } from '../../ports/fleet-metrics.js';
import type { FleetNotices } from '../../ports/fleet-notices.js';
import { AgentSession } from '../../session/agent-session.js';
import type { FleetOptions } from '../fleet-options.js';
import { Connection } from './connection.js';
import { Connections } from './connections.js';
import { Outbox } from './outbox.js';
import { Replica } from './replica.js';

const HELLO = { type: 'hello', protocol: 1, version: '1', labels: {}, slots: 0, last_seq: 0, commands: [], running: [] };
const COMPLETE_HELLO = JSON.stringify({ ...HELLO, unsent_results: [], simulations: [] });

/** An outbox whose database sends each order to agent `a` at once, and what was written to the socket of `a`. */
function subject(expectsHello: boolean) {
  const written: { id: string }[] = [];
  const socket = { readyState: 1, OPEN: 1, bufferedAmount: 0, send: (text: string) => written.push(JSON.parse(text) as { id: string }) };
  const connection = new Connection(socket as unknown as WebSocket, new AgentSession('a', expectsHello), 1, 0);
  const connections = new Connections();
  connections.add(connection);
  const sent = (id: string): Dispatch => ({
    commandId: id,
    agentId: 'a',
    seq: 1,
    epoch: 1,
    command: 'echo',
    args: null,
    timeoutSec: null,
    waitedSec: 0,
  });
  const store = {
    order: ({ batchId }: Order) =>
      Promise.resolve({ batchId, fingerprint: '', repeated: false, placed: [], full: [], dispatches: [sent(batchId)], elsewhere: [] }),
  };
  const nobody = {} as FleetNotices & FleetOptions;
  const metrics: FleetMetrics = { sent: () => undefined, answered: () => undefined, refused: () => undefined };
  const outbox = new Outbox(store as unknown as CommandStore, connections, nobody, metrics, nobody, new Replica());
  const order = (batchId: string) => outbox.order({ batchId } as Order);
  return { connection, outbox, order, ids: () => written.map(({ id }) => id) };
}

describe('the commands that a server sends', () => {
  it('wait, in their order, until an agent that has said hello is welcomed', async () => {
    const { connection, outbox, order, ids } = subject(true);
    connection.session.receive(Buffer.from(COMPLETE_HELLO));
    await order('1');
    await order('2');
    expect(ids()).toEqual([]);
    connection.isWelcomed = true;
    outbox.opened(connection);
    await order('3');
    expect(ids()).toEqual(['1', '2', '3']);
  });

  it('wait for no welcome where the agent says no hello', async () => {
    const { order, ids } = subject(false);
    await order('1');
    expect(ids()).toEqual(['1']);
  });
});
