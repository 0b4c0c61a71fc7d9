import { appendFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Caller } from '../faults/caller.js';
import { Random } from '../support/random.js';
import { until } from '../support/until.js';
import type { Given, Standing } from './agents.js';
import { FAULTS, someFaults, strike } from './faults.js';
import { Fleet } from './fleet.js';
import { Forger } from './forger.js';
import { LegacyAgent } from './legacy-agent.js';
import { OwnAgent } from './own-agent.js';
import { Sender } from './sender.js';
import { FINAL, ofLegacy, ofOwn, ofTwins } from './verdict.js';

/** `npm run test:faults-fleet` sets them; the same seed draws the same faults and the same commands. */
const COUNT = Number(process.env['SKEIN_FAULTS_FLEET'] ?? 5);
const SEED = Number(process.env['SKEIN_FAULTS_SEED'] ?? Math.floor(Math.random() * 1e6));
/** A file for all that happens and all that the servers print. */
const LOG = process.env['SKEIN_FAULTS_LOG'];
const LONG = COUNT > FAULTS.length;
const OWN = LONG ? 4 : 2;
const LEGACY = LONG ? 4 : 2;
const MOST_AT_ONCE = 3;
const PAUSE_MS = LONG ? [300, 4_000] : [50, 500];
/** Agents wait up to half a minute before they try again. */
const SETTLE_MS = 90_000;
const LIMIT_MS = 600_000 + COUNT * 15_000;
const WRONG_BY_HOURS = -5;

const random = new Random(SEED);
const beganMs = performance.now();
const note = (text: string): void => {
  if (LOG) appendFileSync(LOG, `${((performance.now() - beganMs) / 1000).toFixed(3)} ${text.trimEnd()}\n`);
};

const given: Given[] = [];
const owns: OwnAgent[] = [];
/** Two processes that somebody gave one id. */
const twins: OwnAgent[] = [];
const legacies: LegacyAgent[] = [];
let dataDir: string;
let fleet: Fleet;
let forger: Forger;

const caller = () => new Caller(fleet, random.fork(), note);

beforeAll(async () => {
  process.stdout.write(`${COUNT} faults, SKEIN_FAULTS_SEED=${SEED}\n`);
  dataDir = await mkdtemp(path.join(tmpdir(), 'skein-faults-fleet-'));
  fleet = await Fleet.start(2, note);
  const link = () => fleet.link(random.of(fleet.members));
  for (let i = 1; i <= OWN; i++)
    owns.push(new OwnAgent(`own-${i}`, await link(), path.join(dataDir, `own-${i}`), i === 1 ? WRONG_BY_HOURS : 0));
  for (const name of ['twin-a', 'twin-b']) twins.push(new OwnAgent('twin', await link(), path.join(dataDir, name)));
  for (let i = 1; i <= LEGACY; i++) legacies.push(new LegacyAgent(`legacy-${i}`, await link(), caller(), random.fork(), given));
  forger = new Forger('forger', fleet, random.fork(), given);
  for (const { id } of [...owns, twins[0], ...legacies, forger]) {
    expect(await caller().change('POST', '/agents/register', { id, name: id })).toMatchObject({ status: 200 });
  }
}, LIMIT_MS);

afterAll(async () => {
  await Promise.all([forger.stop(), ...[...owns, ...twins].map((agent) => agent.stop()), ...legacies.map((agent) => agent.stop())]);
  await fleet.close();
  await rm(dataDir, { recursive: true, force: true });
}, LIMIT_MS);

/** How every command stands, once all have ended or long should have. */
async function settled(): Promise<Map<string, Standing>> {
  const ask = caller();
  const standings = new Map<string, Standing>();
  const deadline = Date.now() + SETTLE_MS;
  await until(
    async () => {
      const open = given.filter(({ id }) => !FINAL.includes(standings.get(id)?.state ?? ''));
      for (const { id } of open) standings.set(id, (await ask.get(`/commands/${id}`)).body as Standing);
      return [...standings.values()].filter(({ state }) => !FINAL.includes(state));
    },
    (open) => open.length === 0 || Date.now() > deadline,
    2 * SETTLE_MS,
  );
  return standings;
}

describe(`whatever strikes a fleet (seed ${SEED})`, () => {
  it(
    'every command comes to a true end, once and in order where an agent of ours has it, and no forgery counts',
    async () => {
      const agents = [...owns, ...legacies];
      const senders = [...agents, twins[0]].map((agent) => new Sender(agent, agent instanceof LegacyAgent, caller(), random.fork(), given));
      for (const one of [...agents, ...twins, forger, ...senders]) one.start();
      const under = new Set<Promise<void>>();
      const troubles: string[] = [];
      const faults = someFaults(random, !LONG);
      for (let i = 1; i <= COUNT; i++) {
        await delay(random.between(PAUSE_MS[0], PAUSE_MS[1]));
        while (under.size >= MOST_AT_ONCE) await Promise.race(under);
        const fault = faults.next().value;
        note(`==== fault ${i}: ${fault.name}`);
        const over = strike(fault, { fleet, random: random.fork() }, agents)
          .catch((error: Error) => void troubles.push(`${fault.name}: ${error.stack}`))
          .then(() => {
            note(`==== over ${i}: ${fault.name}`);
            under.delete(over);
          });
        under.add(over);
      }
      await Promise.all(under);
      await Promise.all(senders.map((sender) => sender.stop()));
      note('==== quiet');
      // Begun anew, they do not wait until they try again; where there is time they are left to themselves.
      if (!LONG) await Promise.all([...owns, twins[0]].map((agent) => agent.restart()));
      expect(await twins[1].stop()).toBe(0);
      const standings = await settled();
      await until(
        () => Promise.resolve(forger.refused),
        (refused) => refused > 0,
      );
      await Promise.all([forger.stop(), ...legacies.map((agent) => agent.stop())]);
      expect(await Promise.all(owns.map((agent) => agent.stop()))).toEqual(owns.map(() => 0));
      const of = (id: string) => given.filter(({ agent }) => agent === id);
      const wrong = [
        ...owns.flatMap((agent) => ofOwn(agent, of(agent.id), standings)),
        ...ofTwins(twins, of('twin'), standings),
        ...legacies.flatMap((agent) => [...agent.violations, ...ofLegacy(agent, of(agent.id), standings)]),
        ...senders.flatMap(({ violations }) => violations),
        ...forger.violations,
      ];
      for (const agent of owns) for (const line of agent.log) note(`${agent.id}: ${line}`);
      note(`==== ${given.length} commands, ${forger.refused} forgeries`);
      expect([...troubles, ...wrong]).toEqual([]);
      expect(given.length).toBeGreaterThan(COUNT);
      expect(fleet.members.map(({ server }) => server.alive)).toEqual(fleet.members.map(() => true));
    },
    LIMIT_MS,
  );
});
