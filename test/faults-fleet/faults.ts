import { setTimeout as delay } from 'node:timers/promises';
import type { Member } from '../faults/cluster.js';
import type { Random } from '../support/random.js';
import type { Subject } from './agents.js';
import type { Fleet } from './fleet.js';
import { LegacyAgent } from './legacy-agent.js';
import { OwnAgent } from './own-agent.js';

interface Scene {
  fleet: Fleet;
  random: Random;
}

interface Fault {
  name: string;
  /** How often among the others. */
  weight: number;
  /** Strikes a server or an agent, which no other such fault touches meanwhile; or else all. */
  strike:
    | { server: (member: Member, scene: Scene) => Promise<void> }
    | { agent: (agent: Subject, scene: Scene) => Promise<void> }
    | { all: (scene: Scene) => Promise<void> };
}

export const FAULTS: readonly Fault[] = [
  { name: "an agent's connection is cut", weight: 2, strike: { agent: ({ link }) => Promise.resolve(link.cut()) } },
  {
    name: "an agent's connection is cut in the middle of a frame",
    weight: 3,
    strike: {
      agent: async ({ link }, { random }) => {
        link.tear();
        await delay(random.between(0, 500));
        link.cut();
      },
    },
  },
  {
    name: 'a connection becomes half-open',
    weight: 3,
    strike: {
      agent: async ({ link }, { random }) => {
        link.swallow();
        // Whoever beats notices it by himself; an agent of the older protocol waits until somebody ends it.
        await delay(random.between(500, 4_000));
        link.cut();
      },
    },
  },
  {
    name: 'an agent hears nothing any more',
    weight: 2,
    strike: {
      agent: async ({ link }, { random }) => {
        link.silence();
        await delay(random.between(100, 3_000));
        link.cut();
      },
    },
  },
  {
    name: 'an agent moves to another server',
    weight: 2,
    strike: {
      agent: async ({ link }, { fleet, random }) => {
        fleet.lead(link, random.of(fleet.members));
        // Its old connection may be believed to hold when the new one comes.
        if (random.chance(0.5)) link.swallow();
        await delay(random.between(0, 1_000));
        link.cut();
      },
    },
  },
  {
    name: 'an agent is killed, or reads nothing',
    weight: 5,
    strike: {
      agent: async (agent, { random }) => {
        if (agent instanceof OwnAgent) await agent.restart();
        else if (agent instanceof LegacyAgent) await agent.sleep(random.between(100, 3_000));
      },
    },
  },
  {
    name: 'an agent sleeps',
    weight: 2,
    strike: {
      agent: async (agent, { random }) => {
        if (!(agent instanceof OwnAgent)) return;
        agent.signal('SIGSTOP');
        await delay(random.between(100, 4_000));
        agent.signal('SIGCONT');
      },
    },
  },
  {
    name: 'a server is killed',
    weight: 4,
    strike: {
      server: async (member, { fleet }) => {
        await member.server.kill();
        await fleet.replace(member);
      },
    },
  },
  {
    name: 'a server is shut down in order',
    weight: 1,
    strike: {
      server: async (member, { fleet }) => {
        await member.server.stop();
        await fleet.replace(member);
      },
    },
  },
  {
    name: 'a server does not hear what the database answers',
    weight: 3,
    strike: {
      server: async ({ way }, { random }) => {
        way.silence();
        await delay(random.between(20, 800));
        way.cut();
      },
    },
  },
  { name: 'the database is away', weight: 2, strike: { all: ({ fleet, random }) => fleet.outage(random.between(0, 3_000)) } },
  {
    name: "the database is away until every server's lease is over",
    weight: 1,
    strike: { all: ({ fleet, random }) => fleet.outage(random.between(10_500, 13_500)) },
  },
];

/** Each kind once, in some order, and then what the weights say. */
export function* someFaults(random: Random, short: boolean): Generator<Fault, never> {
  const faults = short ? FAULTS.slice(0, -1) : FAULTS;
  yield* random.shuffled(faults);
  const drawn = faults.flatMap((fault) => Array.from({ length: fault.weight }, () => fault));
  for (;;) yield random.of(drawn);
}

/** Resolves when it is over and what it took is given back. */
export async function strike(fault: Fault, scene: Scene, agents: readonly Subject[]): Promise<void> {
  if ('all' in fault.strike) return fault.strike.all(scene);
  if ('agent' in fault.strike) {
    const { agent: how } = fault.strike;
    return onOne(agents, scene.random, (agent) => how(agent, scene));
  }
  const { server: how } = fault.strike;
  return onOne(scene.fleet.members, scene.random, (member) => how(member, scene));
}

/** Nobody, where all are taken. */
async function onOne<T extends { taken: boolean }>(all: readonly T[], random: Random, how: (one: T) => Promise<void>): Promise<void> {
  const free = all.filter(({ taken }) => !taken);
  if (free.length === 0) return;
  const one = random.of(free);
  one.taken = true;
  try {
    await how(one);
  } finally {
    one.taken = false;
  }
}
