import { execFile } from 'node:child_process';
import { access, mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { LaunchPlan } from './launch-plan.js';
import { isRunning } from './processes.js';
import { giveTo, userOf } from './unprivileged.js';

const run = promisify(execFile);

/** The superuser of an embedded database; whoever reaches its port on 127.0.0.1 is trusted. */
export const SUPERUSER = 'skein';

/** Makes the cluster unless it is there. It appears under its name complete or not at all, however initdb is interrupted. */
export async function ensureCluster({ cluster, binaries, prefix, durable, owner }: LaunchPlan): Promise<void> {
  const complete = await access(path.join(cluster, 'PG_VERSION')).then(
    () => true,
    () => false,
  );
  if (complete) return;
  const draft = `${cluster}.${owner}.draft`;
  await removeDrafts(cluster, draft);
  await mkdir(draft, { mode: 0o700 });
  const user = userOf(prefix);
  if (user !== null) await giveTo(user, draft);
  // The collation is PostgreSQL's own: the machine need not have the locale, and an upgrade of its C library reorders no index.
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const options = ['--auth=trust', `--username=${SUPERUSER}`, '--no-instructions', ...(durable ? [] : ['--no-sync'])];
  const [command, ...words] = [...prefix, binaries.initdb, '-D', draft, ...locale, ...options] as [string, ...string[]];
  await run(command, words, { env: binaries.env }).catch((error: Error & { stderr?: string }) => {
    throw new Error(`initdb failed in ${draft}: ${error.stderr || error.message}`, { cause: error });
  });
  await rename(draft, cluster).catch(async (error: NodeJS.ErrnoException) => {
    // Another server made it meanwhile; which of the two may serve it is settled when they start.
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    await rm(draft, { recursive: true });
  });
}

/** Those that nobody is working on any more. A container may give this process the number of the one that was interrupted. */
async function removeDrafts(cluster: string, own: string): Promise<void> {
  const [parent, name] = [path.dirname(cluster), path.basename(cluster)];
  for (const entry of await readdir(parent)) {
    const pid = new RegExp(`^${name}\\.(\\d+)\\.\\d+\\.draft$`).exec(entry)?.[1];
    const file = path.join(parent, entry);
    if (file === own || (pid !== undefined && !isRunning(Number(pid)))) await rm(file, { recursive: true, force: true });
  }
}
