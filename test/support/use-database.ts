import { afterAll, beforeAll } from '@jest/globals';
import { createDatabase, type TestDatabase } from './database.js';

/** A database of its own for the tests of the file, or of the `describe`, that asks: it is there before the first, and gone after the last. */
export function useDatabase(): { readonly url: string } {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createDatabase();
  });
  afterAll(() => database.drop());
  return {
    get url() {
      return database.url;
    },
  };
}
