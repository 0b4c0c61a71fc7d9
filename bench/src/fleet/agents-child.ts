/** Is many agents of the old protocol at once, as its parent says: `agents-child.js URL PREFIX`. A process of its own, on bare sockets. */
import { Connection } from '../http/connection.js';
import { LegacyAgent, type Arrival } from './legacy-agent.js';
import type { Census, Order, Reply } from './orders.js';
import { Responder } from './responder.js';

const [url, prefix] = [new URL(process.argv[2]), process.argv[3]];
const agents: LegacyAgent[] = [];
const unanswered: Arrival[] = [];
let arrivals: number[] = [];
let expected: { count: number; resolve: (arrivals: number[]) => void } | null = null;
let answersAtOnce = false;
let responder: Responder | null = null;

process.on('message', (order: Order) => {
  carryOut(order).then(
    (result) => process.send!({ id: order.id, result } satisfies Reply),
    (error: unknown) => process.send!({ id: order.id, error: String(error) } satisfies Reply),
  );
});
process.on('disconnect', () => process.exit());

async function carryOut(order: Order): Promise<unknown> {
  switch (order.do) {
    case 'connect':
      return connect(order.count, order.atOnce);
    case 'arrivals':
      return new Promise((resolve) => {
        expected = { count: order.count, resolve };
        arrivals = [];
      });
    case 'respond':
      responder ??= new Responder(url, order.atOnce);
      for (const arrival of unanswered.splice(0, order.most)) answer(arrival);
      return;
    case 'respond from now on':
      responder ??= new Responder(url, order.atOnce);
      answersAtOnce = true;
      for (const arrival of unanswered.splice(0)) answer(arrival);
      return;
    case 'census':
      return census();
  }
}

/** So many at a time: each registers, on one of as many connections that stay open, and then opens its socket. */
async function connect(count: number, atOnce: number): Promise<void> {
  let left = count;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      const wire = await Connection.open(url.hostname, Number(url.port));
      while (left-- > 0) {
        const agent = new LegacyAgent(`${prefix}-${agents.length}`, url, arrived);
        agents.push(agent);
        const body = JSON.stringify({ id: agent.id, name: agent.id });
        const { status } = await wire.ask(
          Buffer.from(
            `POST /agents/register HTTP/1.1\r\nHost: ${url.host}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
          ),
        );
        if (status !== 200) throw new Error(`A registration was answered by ${status}.`);
        await agent.connect();
      }
      wire.close();
    }),
  );
}

function arrived(arrival: Arrival): void {
  arrivals.push(arrival.atMs);
  if (arrivals.length === expected?.count) expected.resolve(arrivals);
  if (answersAtOnce) answer(arrival);
  else unanswered.push(arrival);
}

function answer({ agent, commandId }: Arrival): void {
  responder?.add({ agentId: agent.id, commandId });
}

function census(): Census {
  let [commands, repeated] = [0, 0];
  for (const { received } of agents) {
    commands += received.size;
    for (const times of received.values()) repeated += times - 1;
  }
  return {
    connected: agents.filter(({ isConnected }) => isConnected).length,
    connectedAtMs: agents.map(({ connectedAtMs }) => connectedAtMs),
    commands,
    repeated,
    stored: responder?.stored ?? 0,
    unanswered: unanswered.length,
  };
}
