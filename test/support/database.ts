import { askBroker } from './broker.js';

/** A database of its own for a test file, with the schema of Skein and nothing in it. */
export interface TestDatabase {
  url: string;
  drop: () => Promise<void>;
}

export async function createDatabase(): Promise<TestDatabase> {
  const url = await askBroker('POST', 'database');
  return { url, drop: () => dropDatabase(url) };
}

/** Whoever is connected to it. */
export async function dropDatabase(url: string): Promise<void> {
  await askBroker('DELETE', new URL(url).pathname.slice(1));
}
