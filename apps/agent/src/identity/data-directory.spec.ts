import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { DataDirectory } from './data-directory.js';

it.each(['/proc/nowhere/deep', '/dev/null', '/dev/null/below'])(
  'does not wait for ever where %s cannot be made, and says what to do',
  async (directory) => {
    await expect(DataDirectory.open(directory)).rejects.toThrow(/cannot keep its data in .*--data-dir/);
  },
);

it('is made with those above it, for its user alone', async () => {
  const parent = await mkdtemp(path.join(tmpdir(), 'skein-agent-data-'));
  const directory = await DataDirectory.open(path.join(parent, 'a', 'b'));
  expect((await stat(directory.path)).mode & 0o777).toBe(0o700);
  directory.close();
  (await DataDirectory.open(directory.path)).close();
  await rm(parent, { recursive: true });
});
