import { access, readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';

describe('SECURITY.md', () => {
  it('names for each threat tests that exist', async () => {
    const lines = (await readFile('SECURITY.md', 'utf8')).split('\n').filter((line) => line.startsWith('| '));
    const rows = lines.slice(2).map((line) => line.split(' | '));
    expect(rows.length).toBeGreaterThan(10);
    for (const [threat, , shown] of rows) {
      const tests = [...shown.matchAll(/`([^`]+\.(?:test|spec)\.ts)`/g)].map(([, path]) => path);
      expect([threat, tests.length]).not.toEqual([threat, 0]);
      for (const path of tests) await expect(access(path)).resolves.toBeUndefined();
    }
  });
});
