import { execFile, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { until } from '../support/until.js';

const run = promisify(execFile);

const NEEDS = [
  'npm run test:deploy needs Docker: a daemon that answers `docker info`, or dockerd and root, to start one for the time of the test;',
  'docker-compose (or docker compose); and, where no registry is reachable, debootstrap and root, to build base images from Debian packages.',
  'On Debian: apt-get install docker.io docker-compose debootstrap',
].join('\n');

/** The container engine of this machine, or one of the test's own, which ends with it and leaves nothing on the disk. */
export class Engine {
  private constructor(
    private readonly env: NodeJS.ProcessEnv,
    private readonly daemon: ChildProcess | null,
    private readonly folder: string | null,
    private readonly composer: string[],
  ) {}

  /** @throws Error saying what is needed, where there is none */
  static async start(): Promise<Engine> {
    const composer = [['docker', 'compose'], ['docker-compose']].find(([tool, ...args]) => answers(tool, [...args, 'version']));
    if (!answers('docker', ['--version']) || !composer) throw new Error(NEEDS);
    if (answers('docker', ['info'])) return new Engine({ ...process.env }, null, null, composer);
    if (process.getuid?.() !== 0 || !answers('dockerd', ['--version'])) throw new Error(NEEDS);
    const folder = mkdtempSync(path.join(tmpdir(), 'skein-engine-'));
    const at = (name: string) => path.join(folder, name);
    const socket = `unix://${at('socket')}`;
    const log = openSync(at('log'), 'a');
    const places = ['--data-root', at('data'), '--exec-root', at('run'), '--pidfile', at('pid'), '--host', socket];
    const daemon = spawn('dockerd', places, { stdio: ['ignore', log, log] });
    const engine = new Engine({ ...process.env, DOCKER_HOST: socket }, daemon, folder, composer);
    await until(
      () => Promise.resolve(existsSync(at('socket')) && answers('docker', ['info'], engine.env)),
      (ready) => ready,
    );
    return engine;
  }

  /** Runs `docker` with these arguments; returns what it prints. */
  async docker(...args: string[]): Promise<string> {
    const { stdout } = await run('docker', args, { env: this.env, maxBuffer: 1 << 28 });
    return stdout.trim();
  }

  /** Whether `docker` with these arguments ends well. */
  succeeds(...args: string[]): boolean {
    return answers('docker', args, this.env);
  }

  async compose(args: string[], environment: NodeJS.ProcessEnv): Promise<string> {
    const [tool, ...first] = this.composer;
    // The classic builder is in every version of Docker, BuildKit's client is not.
    const env = { ...this.env, DOCKER_BUILDKIT: '0', COMPOSE_DOCKER_CLI_BUILD: '0', ...environment };
    const { stdout } = await run(tool, [...first, ...args], { env, maxBuffer: 1 << 28 });
    return stdout.trim();
  }

  async stop(): Promise<void> {
    if (this.daemon === null || this.folder === null) return;
    const ended = once(this.daemon, 'exit');
    this.daemon.kill('SIGTERM');
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function answers(tool: string, args: string[], env = process.env): boolean {
  return spawnSync(tool, args, { env, stdio: 'ignore' }).status === 0;
}
