import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';

it('the demo shows the results of its simulation, and leaves nothing behind', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'skein-test-demo-'));
  try {
    const env = { ...process.env, TMPDIR: folder };
    const { stdout } = await promisify(execFile)(process.execPath, ['apps/cli/dist/main.js', 'demo'], { env });
    expect(stdout).toMatch(/Status: done/);
    expect(stdout).toMatch(/A-C +│ \d+/);
    expect(stdout).toMatch(/\d+ packets sent, \d+ delivered/);
    expect(stdout).toMatch(/result_hash [0-9a-f]{64}/);
    expect(await readdir(folder)).toEqual([]);
    const url = /^(http\S+) simulates/m.exec(stdout)?.[1] ?? '';
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
