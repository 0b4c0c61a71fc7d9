import { execFile } from 'node:child_process';
import { chown, readdir, stat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Binaries } from './binaries.js';

const run = promisify(execFile);
const NOBODY = 65_534;

/** In a user namespace root's files stay root's, and PostgreSQL sees an ordinary user; default container profiles forbid it. */
const NAMESPACE = ['unshare', '--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`];

/**
 * PostgreSQL refuses to run as root, and initdb as a user without a name (a container's `--user 1234`). Returns the command to
 * put before its own so that it runs as somebody else, and makes its directory that user's.
 * @throws Error where root has no way to do so here
 */
export async function unprivileged(cluster: string, binaries: Binaries): Promise<string[]> {
  if (process.getuid?.() !== 0) return hasName() || (await refusal(NAMESPACE, binaries)) !== null ? [] : NAMESPACE;
  const owner = await stat(cluster).then(
    ({ uid }) => uid,
    () => 0,
  );
  if (owner !== 0) return as(owner);
  const noNamespace = await refusal(NAMESPACE, binaries);
  if (noNamespace === null) return NAMESPACE;
  const noOtherUser = await refusal(as(NOBODY), binaries);
  if (noOtherUser === null) {
    await giveTo(NOBODY, cluster);
    return as(NOBODY);
  }
  throw new Error(
    'PostgreSQL does not run as root, and neither a user namespace (unshare) nor another user (setpriv) can be used here. ' +
      `Run Skein as an ordinary user, or set DATABASE_URL.\n${noNamespace}\n${noOtherUser}`,
  );
}

/** Why the binaries cannot be run behind a prefix; null when they can. */
function refusal([command, ...words]: string[], { postgres, env }: Binaries): Promise<string | null> {
  return run(command, [...words, postgres, '--version'], { env }).then(
    () => null,
    (error: Error) => error.message.trim(),
  );
}

function hasName(): boolean {
  try {
    return userInfo().username !== '';
  } catch {
    return false;
  }
}

/** The user to whom files made for the server must be given; null where they are its own already. */
export function userOf(prefix: readonly string[]): number | null {
  const option = prefix.find((word) => word.startsWith('--reuid='));
  return option === undefined ? null : Number(option.slice('--reuid='.length));
}

export async function giveTo(uid: number, file: string): Promise<void> {
  const found = await stat(file).catch(() => null);
  if (found === null) return;
  await chown(file, uid, uid);
  if (!found.isDirectory()) return;
  for (const entry of await readdir(file)) await giveTo(uid, path.join(file, entry));
}

function as(uid: number): string[] {
  return ['setpriv', `--reuid=${uid}`, `--regid=${uid}`, '--clear-groups'];
}
