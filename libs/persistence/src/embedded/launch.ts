import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { LaunchPlan } from './launch-plan.js';
import { faultReason } from './fault-reason.js';
import { awaitVacancy, OWNER_SETTING, readPostmaster } from './postmaster.js';
import { ServerLog } from './server-log.js';
import { serverArguments } from './settings.js';
import { exitOf, spawnWatched } from './watchdog.js';

/** What passes by itself: a port that someone else is just using, or what is left of a server that was killed. */
const PASSING = /Address already in use|could not bind|lock file "postmaster.pid" already exists|pre-existing shared memory block/;
const PASSING_MS = 15_000;
/** Recovery after a crash replays the log from the last checkpoint, which may take a while on a slow disk. */
const READY_MS = 120_000;

/** PostgreSQL did not start; `reason` says why in a few words, the message holds what it printed. */
export class NotStarted extends Error {
  constructor(
    readonly reason: string,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Starts the server and waits until it takes connections. Repeats what may pass by itself, with the next port that `ports` gives.
 * @returns its watchdog and its port
 * @throws NotStarted
 */
export async function launch(plan: LaunchPlan, ports: () => Promise<number>): Promise<{ child: ChildProcess; port: number }> {
  const deadline = Date.now() + PASSING_MS;
  const log = new ServerLog(plan.dataDir);
  for (;;) {
    await awaitVacancy(plan.cluster);
    const [offset, before, port] = [await log.size(), await readPostmaster(plan.cluster), await ports()];
    const child = await start(plan, port, log);
    if (await becomesReady(child, plan, before?.start)) return { child, port };
    const output = await log.since(offset);
    if (!PASSING.test(output) || Date.now() > deadline)
      throw new NotStarted(await faultReason(output, plan.dataDir), `PostgreSQL did not start. ${path.resolve(log.file)} says:\n${output}`);
    await delay(100);
  }
}

async function start(plan: LaunchPlan, port: number, log: ServerLog): Promise<ChildProcess> {
  const { binaries, cluster, owner, durable } = plan;
  const command = [...plan.prefix, binaries.postgres, ...serverArguments(cluster, port, owner, OWNER_SETTING, durable)];
  const output = await log.open();
  try {
    const child = spawnWatched(command, binaries.env, output.fd, plan.disposable ? plan.dataDir : '');
    await once(child, 'spawn');
    return child;
  } finally {
    await output.close();
  }
}

/**
 * False when it exits first, or does not get ready in time and is stopped.
 * @param before the start of the server before it, whose lock file says that it is ready if it was killed
 */
async function becomesReady(child: ChildProcess, { cluster, owner }: LaunchPlan, before: string | undefined): Promise<boolean> {
  const exited = exitOf(child);
  const deadline = Date.now() + READY_MS;
  while (child.exitCode === null && child.signalCode === null && Date.now() < deadline) {
    const postmaster = await readPostmaster(cluster);
    if (postmaster?.ready && postmaster.owner === owner && postmaster.start !== before) return true;
    await Promise.race([exited, delay(10)]);
  }
  child.stdin?.end();
  await exited;
  return false;
}
