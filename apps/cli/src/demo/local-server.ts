import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const SERVER = fileURLToPath(new URL('../../../server/dist/bundle/main.js', import.meta.url));

/** A server of one's own, on a free port, with data of its own that go when it goes. */
export class LocalServer {
  private constructor(
    private readonly process: ChildProcess,
    private readonly dataDir: string,
    readonly url: string,
  ) {}

  static async start(): Promise<LocalServer> {
    const dataDir = await mkdtemp(join(tmpdir(), 'skein-demo-'));
    const env = { ...process.env, PORT: '0', HOST: '127.0.0.1', DATABASE_URL: '', SKEIN_DATA_DIR: dataDir, LOG_LEVEL: 'warn' };
    const child = spawn(process.execPath, [SERVER], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      return new LocalServer(child, dataDir, await urlOf(child));
    } catch (error) {
      await rm(dataDir, { recursive: true, force: true });
      throw error;
    }
  }

  async stop(): Promise<void> {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      const exit = once(this.process, 'exit');
      this.process.kill('SIGTERM');
      await exit;
    }
    await rm(this.dataDir, { recursive: true, force: true });
  }
}

/** The server says where it listens once it is ready. */
async function urlOf(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('The server has no output.');
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /^\s*API\s+(http\S+)/.exec(line)?.[1];
    if (url) {
      child.stdout.resume();
      return url;
    }
  }
  throw new Error('The server ended before it was ready; its last words are above.');
}
