import type fc from 'fast-check';
import type { Victim } from './victim.js';

/** One hostile input: what it is, for whoever has to find it again, and how it is carried out. */
export interface Attack {
  shown: string;
  /** @returns what the server did wrong; null: nothing */
  on(victim: Victim): Promise<string | null>;
}

/** The server has said no, or cut the connection, by then. */
export const PATIENCE_MS = 10_000;

export const attack = <T>(
  kind: string,
  what: fc.Arbitrary<T>,
  on: (victim: Victim, given: T) => Promise<string | null>,
): fc.Arbitrary<Attack> =>
  what.map((given) => ({ shown: `${kind} ${JSON.stringify(given).slice(0, 600)}`, on: (victim) => on(victim, given) }));

/** The statuses of the answers in what a server has sent. */
export const statusesIn = (text: string): number[] => [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));
