import { spawn, type ChildProcess } from 'node:child_process';

/**
 * Runs a server (`"$@"`) and asks it to shut down fast when standard input ends: that end is the one thing that a parent cannot
 * fail to deliver, even when it is killed. A shell, because it is everywhere and costs a megabyte.
 * - The reader repeats itself, since a server that has just been started does not yet listen to signals.
 * - A service manager signals every process of a service: were the watchdog to go first, the server would be orphaned.
 */
const SCRIPT = `
trap '' HUP INT TERM
disposable=$1; shift
exec 3<&0
"$@" </dev/null 3<&- &
server=$!
{ while read -r _ <&3; do :; done; while kill -INT "$server"; do sleep 1; done; } 2>/dev/null &
reader=$!
exec 3<&- </dev/null
wait "$server"; status=$?
kill -9 "$reader"
if [ "$status" -eq 0 ] && [ -n "$disposable" ]; then rm -rf -- "$disposable"; fi
exit "$status"
`;

/**
 * Starts the server under a watchdog, both in a session of their own so that a terminal's Ctrl-C reaches neither.
 * Ending the child's standard input stops the server; the child exits when the server has, with its status.
 * @param disposable a directory to remove once the server has been shut down, or ""
 * @param output file descriptor for what the server prints
 */
export function spawnWatched(command: readonly string[], env: NodeJS.ProcessEnv, output: number, disposable: string): ChildProcess {
  const child = spawn('/bin/sh', ['-c', SCRIPT, 'skein-watchdog', disposable, ...command], {
    cwd: '/',
    detached: true,
    env,
    stdio: ['pipe', output, output],
  });
  // Writing to it is never done, but the pipe of a child that was killed may report an error.
  child.stdin?.on('error', () => undefined);
  return child;
}

/** Resolves when the watchdog has exited, which may have been before. */
export function exitOf(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => child.once('exit', () => resolve()));
}
