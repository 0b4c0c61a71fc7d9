import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { createSkein, type RetryOptions, type Skein } from '@skein/client';

/** For a start or an end that hangs, not for one that is slow. */
const LIMIT_MS = 240_000;

export type Environment = Record<string, string>;

/** A Skein server in a process of its own, on a free port; it may be started again when it has ended. */
export class TestServer {
  private child?: ChildProcess;
  private address?: string;

  /**
   * @param environment what it finds set, such as `DATABASE_URL` or `SKEIN_DATA_DIR`; asked for at each start
   * @param print gets what the server prints, after its start too
   */
  constructor(
    private readonly environment: () => Environment,
    private readonly print?: (text: string) => void,
  ) {}

  static async start(environment: Environment, print?: (text: string) => void): Promise<TestServer> {
    const server = new TestServer(() => environment, print);
    await server.start();
    return server;
  }

  /** @throws Error with what it printed, when it ends before it serves */
  async start(): Promise<void> {
    const { PATH = '', HOME = '' } = process.env;
    const env = { PATH, HOME, PORT: '0', LOG_LEVEL: 'warn', SKEIN_THREADS: '1', ...this.environment() };
    const child = spawn(process.execPath, ['apps/server/dist/bundle/main.js'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.child = child;
    const printed: string[] = [];
    child.stderr.on('data', (text: Buffer) => printed.push(text.toString()));
    for (const output of this.print ? [child.stdout, child.stderr] : []) output.on('data', (text: Buffer) => this.print?.(text.toString()));
    const timer = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
    try {
      for await (const line of createInterface({ input: child.stdout })) {
        printed.push(line);
        const url = /^ {2}API +(http:\S+)$/.exec(line)?.[1];
        if (url === undefined) continue;
        child.stdout.resume();
        this.address = url;
        return;
      }
    } finally {
      clearTimeout(timer);
    }
    throw new Error(`The server did not start:\n${printed.join('\n')}`);
  }

  /** @throws Error before it has been started */
  get url(): string {
    if (this.address === undefined) throw new Error('The server has not been started');
    return this.address;
  }

  /** Of the database that it was given. */
  get databaseUrl(): string {
    return this.environment()['DATABASE_URL'];
  }

  /** Of the embedded database that it was given. */
  get dataDir(): string {
    return this.environment()['SKEIN_DATA_DIR'];
  }

  get alive(): boolean {
    return this.child?.exitCode === null && this.child.signalCode === null;
  }

  get pid(): number {
    return this.child!.pid!;
  }

  skein(retry: Partial<RetryOptions> | false = {}): Skein {
    return createSkein({ baseUrl: this.url, retry });
  }

  /** Asks it to shut down; returns its exit code, or null when it had to be killed. */
  stop(): Promise<number | null> {
    return this.end('SIGTERM');
  }

  /** `SIGSTOP` freezes it, `SIGCONT` wakes it again. */
  signal(signal: NodeJS.Signals): void {
    this.child?.kill(signal);
  }

  /** What a crash is to it. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  private async end(signal: NodeJS.Signals): Promise<number | null> {
    const { child } = this;
    if (!child || !this.alive) return child?.exitCode ?? null;
    const exited = once(child, 'exit');
    const timer = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
    child.kill(signal);
    await exited;
    clearTimeout(timer);
    return child.exitCode;
  }
}
