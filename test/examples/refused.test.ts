import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { ProblemSchema } from '@skein/client';
import { useServer } from '../support/use-server.js';
import { EXAMPLES, examples, expected } from './examples.js';

const server = useServer();

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
