import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** The pid of the PostgreSQL that serves a data directory; null when none does. */
export async function postmaster(dataDir: string): Promise<number | null> {
  const lock = await readFile(path.join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number.parseInt(lock, 10);
  return pid > 0 && isRunning(pid) ? pid : null;
}

/** Also true of a process that has ended and was not collected yet. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
