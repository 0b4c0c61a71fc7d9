import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ProblemSchema } from '@skein/client';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { TestServer } from '../support/server.js';
import { EXAMPLES, examples, expected } from './examples.js';

let database: TestDatabase;
let server: TestServer;

beforeAll(async () => {
  database = await createDatabase();
  server = await TestServer.start({ DATABASE_URL: database.url });
});

afterAll(async () => {
  await server.stop();
  await database.drop();
});

describe('requests that the server refuses', () => {
  it.each(examples('refused'))('$name is answered with every problem it has', async ({ name, file }) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${server.url}/simulate`, { method: 'POST', headers, body: readFileSync(file) });
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    const { status, code, errors } = (await answer.json()) as ProblemSchema;
    expect(answer.status).toBe(status);
    const kept = expected<ProblemSchema>('refused', name);
    expect({ status, code, errors }).toEqual({ status: kept.status, code: kept.code, errors: kept.errors });
  });
});

describe.each(['', 'refused'])('the folder examples/%s', (folder) => {
  it('has an answer for each example, and an example for each answer', () => {
    const answers = readdirSync(join(EXAMPLES, 'expected', folder)).filter((name) => name.endsWith('.json'));
    expect(answers.sort()).toEqual(
      examples(folder)
        .map(({ name }) => `${name}.json`)
        .sort(),
    );
  });
});
