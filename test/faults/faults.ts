import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '../support/random.js';
import { type Cluster, type Member, servingProcesses } from './cluster.js';

/** A runner's lease, and how long it takes until somebody has noticed that it has run out. */
const PAST_LEASE_MS = [10_500, 13_500] as const;

interface Scene {
  cluster: Cluster;
  random: Random;
  /** Adds many short simulations at once. */
  flood: () => Promise<void>;
}

interface Fault {
  name: string;
  /** How often among the others. */
  weight: number;
  /** Strikes one server, or one that has several processes, which no other such fault touches meanwhile; or else the database, or all. */
  strike:
    | { one: (member: Member, scene: Scene) => Promise<void> }
    | { several: (member: Member, scene: Scene) => Promise<void> }
    | { all: (scene: Scene) => Promise<void> };
}

const awhile = (random: Random, least: number, most: number) => delay(random.between(least, most));

export const FAULTS: readonly Fault[] = [
  {
    name: 'a server is killed',
    weight: 5,
    strike: {
      one: async (member, { cluster }) => {
        await member.server.kill();
        await cluster.replace(member);
      },
    },
  },
  {
    name: 'a server is shut down in order',
    weight: 2,
    strike: {
      one: async (member, { cluster }) => {
        await member.server.stop();
        await cluster.replace(member);
      },
    },
  },
  { name: 'a worker thread dies', weight: 4, strike: { one: (member) => signalAll(member, 'SIGURG') } },
  {
    name: 'a worker thread dies, and then its server',
    weight: 1,
    strike: {
      one: async (member, { cluster, random }) => {
        await signalAll(member, 'SIGURG');
        await awhile(random, 0, 300);
        await member.server.kill();
        await cluster.replace(member);
      },
    },
  },
  {
    name: 'the database restarts',
    weight: 2,
    strike: { all: ({ cluster, random }) => cluster.restartDatabase(() => awhile(random, 0, 2_000)) },
  },
  {
    name: 'the database is shut down at once',
    weight: 2,
    strike: { all: ({ cluster, random }) => cluster.crashDatabase('SIGQUIT', () => awhile(random, 0, 2_000)) },
  },
  {
    name: 'the database is killed',
    weight: 2,
    strike: { all: ({ cluster, random }) => cluster.crashDatabase('SIGKILL', () => awhile(random, 0, 2_000)) },
  },
  { name: 'every session of the database is ended', weight: 2, strike: { all: ({ cluster }) => cluster.terminateSessions() } },
  {
    name: "a server's connections to the database are cut",
    weight: 2,
    strike: { one: (member) => Promise.resolve(member.way.cut()) },
  },
  {
    name: 'a server does not hear what the database answers',
    weight: 4,
    strike: {
      one: async (member, { random }) => {
        member.way.silence();
        await awhile(random, 20, 800);
        member.way.cut();
      },
    },
  },
  {
    name: 'a server does not reach the database until its lease is over',
    weight: 1,
    strike: {
      one: async (member, { random }) => {
        member.way.silence();
        await awhile(random, ...PAST_LEASE_MS);
        member.way.cut();
      },
    },
  },
  { name: 'a server sleeps', weight: 1, strike: { one: (member, { random }) => sleep(member, random.between(500, 4_000)) } },
  {
    name: 'a server sleeps past its lease',
    weight: 2,
    strike: { one: (member, { random }) => sleep(member, random.between(...PAST_LEASE_MS)) },
  },
  {
    name: 'a process of a server is killed',
    weight: 4,
    strike: {
      several: async (member, { random }) => {
        signal(random.of(await servingProcesses(member)), 'SIGKILL');
      },
    },
  },
  {
    name: 'a process of a server sleeps past its lease',
    weight: 2,
    strike: {
      several: async (member, { random }) => {
        const sleeper = random.of(await servingProcesses(member));
        signal(sleeper, 'SIGSTOP');
        await awhile(random, ...PAST_LEASE_MS);
        signal(sleeper, 'SIGCONT');
      },
    },
  },
  { name: 'there is more to do than there is room', weight: 2, strike: { all: ({ flood }) => flood() } },
];

async function sleep(member: Member, forMs: number): Promise<void> {
  member.frozen = true;
  member.server.signal('SIGSTOP');
  await delay(forMs);
  member.server.signal('SIGCONT');
  member.frozen = false;
}

async function signalAll(member: Member, name: NodeJS.Signals): Promise<void> {
  for (const pid of await servingProcesses(member)) signal(pid, name);
}

/** One that has just ended is not there to be signalled; there may be none. */
function signal(pid: number | undefined, name: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Every fault once, then at random by their weights. */
export function* someFaults(random: Random): Generator<Fault, never> {
  yield* random.shuffled(FAULTS);
  const bag = FAULTS.flatMap((fault) => Array.from({ length: fault.weight }, () => fault));
  for (;;) yield random.of(bag);
}

/** Strikes. @returns a promise for its end, when what it struck is whole again */
export function strike({ strike }: Fault, scene: Scene): Promise<void> {
  if ('all' in strike) return strike.all(scene);
  const free = scene.cluster.members.filter(({ taken, processes }) => !taken && ('one' in strike || processes > 1));
  if (free.length === 0) return Promise.resolve();
  const member = scene.random.of(free);
  member.taken = true;
  return ('one' in strike ? strike.one : strike.several)(member, scene).finally(() => (member.taken = false));
}
