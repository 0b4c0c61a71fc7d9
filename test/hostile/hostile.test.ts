import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Socket } from '../fleet/sockets.js';
import { until } from '../support/until.js';
import { useServer } from '../support/use-server.js';
import { agentsText, lyingAgent, snapshotOfAnAgent } from './agents.js';
import type { Attack } from './attack.js';
import { halfOpen, Held, leaver, oddUpgrade } from './connections.js';
import { httpThreadMs, openDescriptors, peakBytes, Pulse } from './measure.js';
import { badBody, halfOfARequest, nastyMembers, withoutCredential } from './requests.js';
import { ENVIRONMENT, Victim } from './victim.js';

const TOTAL = Number(process.env['SKEIN_HOSTILE'] ?? 300);
const SEED = Number(process.env['SKEIN_HOSTILE_SEED'] ?? 1);

/** What inputs that are made at once may cost the thread that serves everybody, in milliseconds of its CPU time, with the work of the test around them. */
const THREAD_MS = 250;
/** Of its time, what the thread takes for the pulse and for its own looks at the database. */
const AT_REST = 0.05;
/** What the server may hold at its peak, above what it holds at rest, in bytes. */
const GROWN_BYTES = 1.5 * 1024 ** 3;
/** `/healthz` answers 99 of 100 times within this, in milliseconds, as its supervisors expect. */
const HEALTH_MS = 250;
/** Descriptors that may be open more than before: connections of the pool to the database, of the test. */
const MORE_DESCRIPTORS = 40;

let printed = '';
const server = useServer(ENVIRONMENT, (text) => (printed += text));
const victim = new Victim(server);
const held = new Held();
let neighbour: Socket;
let readable: string[];

beforeAll(async () => {
  neighbour = await victim.connect(await victim.enrol());
  readable = await worthReading();
});
afterAll(() => {
  held.release();
  neighbour.socket.terminate();
});

/** Results and events that take more than a socket's buffer. */
async function worthReading(): Promise<string[]> {
  const nodes = Array.from({ length: 100 }, (_, i) => `n${i}`);
  const links = nodes.map((from, i) => ({ from, to: nodes[(i + 1) % nodes.length], latency: 1 }));
  const traffic = Array.from({ length: 5_000 }, (_, i) => ({ from: nodes[i % 100], to: nodes[(i * 7 + 1) % 100], rate_pps: 1 })).filter(
    ({ from, to }) => from !== to,
  );
  const request = { topology: { nodes, links }, traffic, config: { duration_sec: 2, speed: 'max' } };
  const { sim_id } = await victim.json<{ sim_id: string }>('POST', '/simulate', request);
  await until(
    () => victim.json<{ status: string }>('GET', `/status/${sim_id}`),
    ({ status }) => status === 'done',
  );
  return [`/results/${sim_id}`, '/events?after=0', `/events/${sim_id}?after=0`, `/topology/${sim_id}`, '/simulations?limit=1000'];
}

/** What is done, which share of all it is, and how many are made at once: they wait for connections to end. */
const KINDS: [string, number, number, fc.Arbitrary<Attack>][] = [
  ['without a credential', 0.2, 10, fc.oneof(withoutCredential, halfOfARequest)],
  ['with bodies that become large', 0.2, 4, badBody],
  ['with members that are nasty', 0.15, 4, nastyMembers],
  ['by what an agent sends', 0.1, 2, agentsText],
  ['by what an agent lies about', 0.15, 1, lyingAgent],
  ['by the snapshots of an agent', 0.05, 1, snapshotOfAnAgent],
  [
    'by connections',
    0.15,
    5,
    fc.oneof(
      oddUpgrade,
      halfOpen(held),
      leaver(held, () => readable),
    ),
  ],
];

describe(`a server that is attacked (${TOTAL} times, seed ${SEED})`, () => {
  it.each(KINDS)(
    '%s serves everybody else',
    async (_, share, atOnce, attack) => {
      const inputs = fc.sample(attack, { numRuns: Math.ceil(TOTAL * share), seed: SEED });
      const descriptors = await openDescriptors(server);
      const pulse = new Pulse(server);
      const wrong: string[] = [];
      for (let from = 0; from < inputs.length && wrong.length < 10; from += atOnce) {
        const some = inputs.slice(from, from + atOnce);
        const [beforeMs, beganMs] = [await httpThreadMs(server), performance.now()];
        const faults = await Promise.all(some.map((input) => input.on(victim).catch(String)));
        const shown = some.map((input) => input.shown).join('\n  and ');
        if (!server.alive) throw new Error(`The server has ended: ${shown}\n${printed.slice(-2000)}`);
        const tookMs = (await httpThreadMs(server)) - beforeMs - AT_REST * (performance.now() - beganMs);
        for (const [i, fault] of faults.entries()) if (fault !== null) wrong.push(`${some[i].shown}: ${fault}`);
        if (tookMs > THREAD_MS) wrong.push(`${shown}: took ${Math.round(tookMs)} ms of the thread that serves`);
      }
      await victim.worksFor(neighbour);
      held.release();
      const p99 = await pulse.stop();
      expect(wrong).toEqual([]);
      expect(p99).toBeLessThan(HEALTH_MS);
      // Whatever its client does, a connection that is refused ends.
      await until(
        () => openDescriptors(server),
        (open) => open <= descriptors + MORE_DESCRIPTORS,
      );
    },
    3_600_000,
  );

  it('holds no more memory than it may', async () => {
    expect(await peakBytes(server)).toBeLessThan(GROWN_BYTES);
    expect(printed).not.toContain('internal');
  });
});
