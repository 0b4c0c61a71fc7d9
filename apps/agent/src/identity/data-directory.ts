import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, realpath, rm, stat } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Where an agent keeps its journal and its credential; one process has it at a time. */
export class DataDirectory {
  private constructor(
    readonly path: string,
    private readonly lock: Server,
  ) {}

  /** Makes it where it is missing. Rejects where another process has it, or it cannot be made. */
  static async open(directory: string): Promise<DataDirectory> {
    await make(path.resolve(directory)).catch((cause: Error) => {
      throw new Error(
        `The agent cannot keep its data in ${directory}: ${cause.message}. Name a directory that this user can write to with --data-dir.`,
        { cause },
      );
    });
    const real = await realpath(directory);
    const lock = await listen(lockName(real)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE') throw error;
      throw new Error(`Another agent uses the data directory ${real}; give each its own with --data-dir, or its own --id.`);
    });
    return new DataDirectory(real, lock);
  }

  file(name: string): string {
    return path.join(this.path, name);
  }

  close(): void {
    this.lock.close();
  }
}

/** Step by step: below /proc, where nothing can be made, Node's own recursive `mkdir` never ends. */
async function make(directory: string): Promise<void> {
  const makeThis = () => mkdir(directory, { mode: 0o700 });
  await makeThis().catch(async (error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST' && (await stat(directory)).isDirectory()) return;
    const parent = path.dirname(directory);
    if (error.code !== 'ENOENT' || parent === directory) throw error;
    await make(parent);
    await makeThis();
  });
}

/** A name that the system forgets with the process, however that ends; only where it knows none, a socket's file stands in. */
function lockName(directory: string): string {
  const name = `skein-agent-${createHash('sha256').update(directory).digest('hex').slice(0, 32)}`;
  if (process.platform === 'linux') return `\0${name}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : path.join(tmpdir(), name);
}

async function listen(name: string): Promise<Server> {
  const server = createServer((socket) => socket.destroy()).unref();
  try {
    await once(server.listen(name), 'listening');
    return server;
  } catch (error) {
    const file = path.isAbsolute(name) && process.platform !== 'win32';
    if (!file || (await isAlive(name))) throw error;
    await rm(name);
    await once(server.listen(name), 'listening');
    return server;
  }
}

async function isAlive(name: string): Promise<boolean> {
  const socket = connect(name);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
