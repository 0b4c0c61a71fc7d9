import { once } from 'node:events';
import { SUBPROTOCOL } from '@skein/fleet';
import WebSocket from 'ws';
import { hello, Socket } from '../fleet/sockets.js';
import { ask, type Answered } from '../support/http.js';
import type { TestServer } from '../support/server.js';
import { until } from '../support/until.js';

export const TOKEN = 'the-token-of-the-operator';
export const ENROLMENT = 'the-token-that-enrols-agents';

/** What a server under attack finds set. */
export const ENVIRONMENT = { SKEIN_API_TOKEN: TOKEN, SKEIN_ENROLMENT_TOKEN: ENROLMENT, LOG_LEVEL: 'error' };

/** A server that is attacked, as its operator and its agents see it. */
export class Victim {
  private agents = 0;

  constructor(readonly server: TestServer) {}

  get url(): string {
    return this.server.url;
  }

  /** A request of the operator. */
  async ask(method: string, path: string, body?: unknown): Promise<Answered> {
    const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
    return ask(this.url + path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  }

  async json<T>(method: string, path: string, body?: unknown): Promise<T> {
    const { status, text } = await this.ask(method, path, body);
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`);
    return JSON.parse(text) as T;
  }

  /** Enrols an agent; the id and the secret that it was given. */
  async enrol(): Promise<{ id: string; secret: string }> {
    const id = `hostile-${++this.agents}`;
    const headers = { authorization: `Bearer ${ENROLMENT}`, 'content-type': 'application/json' };
    const { status, text } = await ask(`${this.url}/agents/register`, { method: 'POST', headers, body: JSON.stringify({ id }) });
    if (status !== 200) throw new Error(`An agent could not be enrolled: ${status} ${text}`);
    return { id, secret: (JSON.parse(text) as { secret: string }).secret };
  }

  /**
   * Connects an agent, which is welcome.
   * @param slots how many simulations it takes
   */
  async connect({ id, secret }: { id: string; secret: string }, slots = 0): Promise<Socket> {
    const socket = await Socket.connect(this.url, id, { own: true, secret });
    socket.send(hello({ slots }));
    await socket.messages('welcome');
    return socket;
  }

  /** As `connect`, without the message that is expected first. */
  async connectSilently({ id, secret }: { id: string; secret: string }): Promise<Socket> {
    const headers = { authorization: `Bearer ${secret}` };
    const socket = new Socket(new WebSocket(`${this.url.replace('http', 'ws')}/ws/${id}`, SUBPROTOCOL, { headers }));
    await once(socket.socket, 'open');
    return socket;
  }

  /** What it has to do with nobody's attack: an agent that is answered, and a simulation that ends. */
  async worksFor(neighbour: Socket): Promise<void> {
    const before = neighbour.received.length;
    neighbour.send({ type: 'ping', ts: before });
    await until(
      () => Promise.resolve(neighbour.closed ?? neighbour.received.slice(before).some((frame) => (frame as { ts?: number }).ts === before)),
      Boolean,
    );
    if (neighbour.closed) throw new Error(`A neighbour has lost its connection: ${JSON.stringify(neighbour.closed)}`);
    const topology = { nodes: ['a', 'b'], links: [{ from: 'a', to: 'b', latency: 1 }] };
    const request = { topology, config: { duration_sec: 1, speed: 'max', placement: { where: 'local' } } };
    const { sim_id } = await this.json<{ sim_id: string }>('POST', '/simulate', request);
    await until(
      () => this.json<{ status: string }>('GET', `/status/${sim_id}`),
      ({ status }) => status === 'done',
    );
    await this.json('GET', `/results/${sim_id}`);
  }
}
