import { appendFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Random } from '../support/random.js';
import { Caller } from './caller.js';
import { Cluster } from './cluster.js';
import { someFaults, strike } from './faults.js';
import { Flood } from './flood.js';
import { Load } from './load.js';

/** `npm run test:faults` sets them; the same seed draws the same faults and the same requests. */
const COUNT = Number(process.env['SKEIN_FAULTS'] ?? 8);
const SEED = Number(process.env['SKEIN_FAULTS_SEED'] ?? Math.floor(Math.random() * 1e6));
/** A file for all that happens and all that the servers print. */
const LOG = process.env['SKEIN_FAULTS_LOG'];
const LONG = COUNT > 20;
const SERVERS = LONG ? 3 : 2;
const CLIENTS = LONG ? 16 : 8;
/** Faults that last are still on when the next ones strike. */
const MOST_AT_ONCE = LONG ? 3 : 4;
const PAUSE_MS = LONG ? [100, 3_500] : [100, 1_000];
const LIMIT_MS = 600_000 + COUNT * 15_000;

const random = new Random(SEED);
const seconds = process.uptime();
const note = (text: string): void => {
  if (LOG) appendFileSync(LOG, `${(process.uptime() - seconds).toFixed(3)} ${text.trimEnd()}\n`);
};

let cluster: Cluster;

beforeAll(async () => {
  process.stdout.write(`${COUNT} faults, SKEIN_FAULTS_SEED=${SEED}\n`);
  cluster = await Cluster.start(SERVERS, note);
}, LIMIT_MS);

afterAll(() => cluster.close(), LIMIT_MS);

describe(`whatever strikes the servers and their database (seed ${SEED})`, () => {
  it(
    'no simulation is lost, none ends otherwise than undisturbed, and no edit that was acknowledged is missing',
    async () => {
      const load = new Load(CLIENTS, random.fork(), (client) => new Caller(cluster, client, note));
      const flood = new Flood(new Caller(cluster, random.fork(), note), random.fork());
      load.begin();
      const under = new Set<Promise<void>>();
      const troubles: string[] = [];
      const faults = someFaults(random);
      for (let i = 1; i <= COUNT; i++) {
        await delay(random.between(PAUSE_MS[0] ?? 0, PAUSE_MS[1] ?? 0));
        while (under.size >= MOST_AT_ONCE) await Promise.race(under);
        const fault = faults.next().value;
        note(`==== fault ${i}: ${fault.name}`);
        const over = strike(fault, { cluster, random: random.fork(), flood: () => flood.add() })
          .catch((error: Error) => void troubles.push(`${fault.name}: ${error.stack}`))
          .then(() => {
            note(`==== over ${i}: ${fault.name}`);
            under.delete(over);
          });
        under.add(over);
      }
      await Promise.all(under);
      note('==== quiet');
      const { violations, verified } = await load.end();
      expect([...troubles, ...violations]).toEqual([]);
      await flood.verify();
      note(`==== ${verified} simulations of clients, ${flood.size} of floods`);
      expect(verified).toBeGreaterThanOrEqual(CLIENTS);
      expect(cluster.members.map(({ server }) => server.alive)).toEqual(cluster.members.map(() => true));
    },
    LIMIT_MS,
  );
});
