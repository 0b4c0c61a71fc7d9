import { open, readFile, rename } from 'node:fs/promises';

/** The secret that a server gave this agent for an enrolment token. Every server on the same database accepts it. */
interface Credential {
  server: string;
  id: string;
  secret: string;
}

/** The secret of this agent at one of these servers; null where it has none. */
export async function readSecret(file: string, servers: readonly string[], id: string): Promise<string | null> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return 'null';
    throw error;
  });
  const kept = parse(text);
  return kept !== null && servers.includes(kept.server) && kept.id === id ? kept.secret : null;
}

/** For this user alone. It is shown once only, so it is on the disk before it is used. */
export async function keepSecret(file: string, credential: Credential): Promise<void> {
  const draft = `${file}.draft`;
  const handle = await open(draft, 'w', 0o600);
  try {
    await handle.chmod(0o600);
    await handle.writeFile(JSON.stringify(credential));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, file);
}

/** A file that is damaged counts as none: a new enrolment mends it. */
function parse(text: string): Credential | null {
  try {
    return JSON.parse(text) as Credential | null;
  } catch {
    return null;
  }
}
