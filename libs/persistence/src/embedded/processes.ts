import { readFileSync } from 'node:fs';

/** Whether a process runs, and is no zombie waiting to be collected. */
export function isRunning(pid: number): boolean {
  return commandOf(pid) !== null;
}

/** Whether the process, if it runs, may be one that was started with this word on its command line. */
export function mayHaveBeenStartedWith(pid: number, word: string): boolean {
  const command = commandOf(pid);
  return command === UNKNOWN || (command !== null && command.includes(word));
}

const UNKNOWN = Symbol('a command line that this system does not show');

function commandOf(pid: number): string | typeof UNKNOWN | null {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return null;
  }
  if (process.platform !== 'linux') return UNKNOWN;
  try {
    // A zombie has an empty command line.
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8') || null;
  } catch {
    return null;
  }
}
