import { expect } from '@jest/globals';
import type { ProblemSchema } from '@skein/client';
import type { Answered } from './http.js';

/** The problem document that an answer must be. */
export function problemOf({ status, headers, text }: Answered): ProblemSchema {
  expect([status, headers['content-type'], text]).toEqual([
    status,
    expect.stringMatching(/^application\/problem\+json\b/),
    expect.anything(),
  ]);
  const document = JSON.parse(text) as ProblemSchema;
  expect(document).toMatchObject({ status, type: `urn:skein:problem:${document.code}` });
  return document;
}
