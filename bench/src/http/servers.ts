import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ask } from '../programs/native.js';

const MAIN = fileURLToPath(new URL('../../../apps/server/dist/bundle/main.js', import.meta.url));
const PEER_FOLDER = fileURLToPath(new URL('../../http', import.meta.url));
const PATIENCE_MS = 60_000;

export const HOW_TO_INSTALL = 'bench:http needs FastAPI. On Debian or Ubuntu: apt-get install python3-fastapi uvicorn';

/** A server under test, in processes of its own. */
export interface Server {
  url: string;
  stop: () => Promise<void>;
}

export interface SkeinServer extends Server {
  pid: number;
  /** Ends it by a signal and starts it again at the same address, with the same database. */
  restart: (signal: 'SIGTERM' | 'SIGKILL') => Promise<void>;
}

/** Debian's Python, which may not be the first that the shell finds. */
const PYTHON = '/usr/bin/python3';

/** The versions that the peer is made of, or null where one is missing. */
export function peerVersions(): string | null {
  const say =
    'import fastapi, uvicorn, pydantic, sys; print(f"FastAPI {fastapi.__version__}, uvicorn {uvicorn.__version__}, pydantic {pydantic.VERSION}, Python {sys.version.split()[0]}")';
  return ask(PYTHON, '-c', say);
}

/** On what Debian's packages bring along, whatever else is installed: h11 on asyncio. */
export async function startPeer(): Promise<Server> {
  const port = await freePort();
  const args = [
    '-m',
    'uvicorn',
    'fastapi_peer:app',
    '--port',
    String(port),
    '--loop',
    'asyncio',
    '--http',
    'h11',
    '--no-access-log',
    '--log-level',
    'warning',
  ];
  const child = spawn(PYTHON, args, {
    cwd: PEER_FOLDER,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
  });
  return serving(child, `http://127.0.0.1:${port}`, 'openapi.json');
}

/** Skein as `npm start` starts it, with a new embedded database, every commit flushed to disk. */
export async function startSkein(environment: Record<string, string> = {}): Promise<SkeinServer> {
  const port = await freePort();
  const dataDir = await mkdtemp(path.join(tmpdir(), 'skein-bench-'));
  const env = { ...process.env, PORT: String(port), SKEIN_DATA_DIR: dataDir, DATABASE_URL: '', LOG_LEVEL: 'warn', ...environment };
  const url = `http://127.0.0.1:${port}`;
  const start = async () => {
    const child = spawn(process.execPath, [MAIN], { stdio: ['ignore', 'ignore', 'inherit'], env });
    return { child, server: await serving(child, url, 'readyz') };
  };
  let { child, server } = await start();
  return {
    url,
    get pid() {
      return child.pid!;
    },
    stop: () => server.stop().finally(() => rm(dataDir, { recursive: true, force: true })),
    restart: async (signal) => {
      const gone = once(child, 'exit');
      child.kill(signal);
      await gone;
      ({ child, server } = await start());
    },
  };
}

async function serving(child: ChildProcess, url: string, page: string): Promise<Server> {
  const deadline = Date.now() + PATIENCE_MS;
  const answers = () =>
    fetch(`${url}/${page}`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await answers())) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`${child.spawnargs.join(' ')} does not serve`);
    await delay(50);
  }
  const stop = async (): Promise<void> => {
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    await gone;
  };
  return { url, stop };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
