import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * Makes a directory for the embedded database, with those above it, and tries whether files can be made in it.
 * @throws Error naming the directory, the reason and what to do
 */
export async function makeDataDirectory(directory: string, owner: string): Promise<void> {
  try {
    await make(directory);
    const probe = path.join(directory, `.writable.${owner}`);
    await writeFile(probe, '', { flag: 'wx' });
    await rm(probe);
  } catch (error) {
    const reason = (error as Error).message;
    throw new Error(
      `The embedded database cannot be kept in ${directory}: ${reason}. Set SKEIN_DATA_DIR to a directory that this user can write to, or DATABASE_URL to a PostgreSQL of your own.`,
      { cause: error },
    );
  }
}

/** Step by step: below /proc, where nothing can be made, Node's own recursive `mkdir` never ends. */
async function make(directory: string): Promise<void> {
  try {
    await mkdir(directory);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') {
      if ((await stat(directory)).isDirectory()) return;
      throw new Error('it is not a directory', { cause: error });
    }
    const parent = path.dirname(directory);
    if (code !== 'ENOENT' || parent === directory) throw error;
    await make(parent);
    await mkdir(directory);
  }
}
