import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { askBroker } from './broker.js';

/** A new data directory in which an embedded server of Skein has been before, and has left nothing but its schema: `initdb` takes seconds. */
export async function usedDataDir(name: string): Promise<string> {
  const dataDir = await mkdtemp(path.join(tmpdir(), `skein-${name}-`));
  // Node's own copy would not keep the owner, which PostgreSQL insists on.
  await promisify(execFile)('cp', ['-a', await askBroker('POST', 'cluster'), path.join(dataDir, 'postgres')]);
  return dataDir;
}
