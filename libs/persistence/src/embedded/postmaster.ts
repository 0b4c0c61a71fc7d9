import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isRunning, mayHaveBeenStartedWith } from './processes.js';

/** The server's setting that carries who started it; PostgreSQL keeps its command line in the data directory. */
export const OWNER_SETTING = 'skein.owner';

const DEPARTURE_MS = 20_000;

/** What the lock file of a cluster tells about the server that wrote it last. */
export interface Postmaster {
  pid: number;
  /** Differs for each start of a server. */
  start: string;
  ready: boolean;
  /** What the one who started it called itself; begins with its pid. Null when it was not started by us. */
  owner: string | null;
}

export async function readPostmaster(cluster: string): Promise<Postmaster | null> {
  const lock = await readFile(path.join(cluster, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = lock.split('\n');
  const pid = Number.parseInt(lines[0] ?? '', 10);
  if (!(pid > 0)) return null;
  const options = await readFile(path.join(cluster, 'postmaster.opts'), 'utf8').catch(() => '');
  const owner = new RegExp(`${OWNER_SETTING}=([\\d.]+)`).exec(options)?.[1] ?? null;
  return { pid, start: lines.slice(0, 3).join(' '), ready: lines[7]?.trim() === 'ready', owner };
}

/**
 * Waits until no server runs on the cluster: one whose owner was killed is about to stop.
 * @throws Error naming the process that has it, when that one lives
 */
export async function awaitVacancy(cluster: string): Promise<void> {
  const deadline = Date.now() + DEPARTURE_MS;
  for (;;) {
    const postmaster = await readPostmaster(cluster);
    if (postmaster === null) return;
    if (!mayHaveBeenStartedWith(postmaster.pid, cluster)) {
      // After a restart of a machine or container the number may be that of something else, which PostgreSQL would take for itself.
      if (isRunning(postmaster.pid)) await rm(path.join(cluster, 'postmaster.pid'), { force: true });
      return;
    }
    const owner = postmaster.owner === null ? postmaster.pid : Number.parseInt(postmaster.owner, 10);
    // One that is just starting has its lock before it writes down its command line, and so its owner.
    const settled = postmaster.owner !== null || postmaster.ready;
    if ((settled && isRunning(owner)) || Date.now() > deadline) throw inUse(cluster, owner, postmaster.pid);
    await delay(20);
  }
}

function inUse(cluster: string, owner: number, postmaster: number): Error {
  return new Error(
    `The data directory ${path.dirname(cluster)} is in use by process ${owner} (its PostgreSQL is process ${postmaster}). ` +
      'Stop that one, or give this one a directory of its own.',
  );
}
