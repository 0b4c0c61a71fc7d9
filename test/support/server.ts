import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { createSkein, type RetryOptions, type Skein } from '@skein/client';

/** For a start or an end that hangs, not for one that is slow. */
const LIMIT_MS = 240_000;

/** A Skein server in a process of its own, on a free port. */
export class TestServer {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {}

  /**
   * @param environment what it finds set, such as `DATABASE_URL` or `SKEIN_DATA_DIR`
   * @param print gets what the server prints, after its start too
   * @throws Error with what it printed, when it ends before it serves
   */
  static async start(environment: Record<string, string>, print?: (text: string) => void): Promise<TestServer> {
    const { PATH = '', HOME = '' } = process.env;
    const env = { PATH, HOME, PORT: '0', LOG_LEVEL: 'warn', SKEIN_THREADS: '1', ...environment };
    const child = spawn(process.execPath, ['apps/server/dist/main.js'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const printed: string[] = [];
    child.stderr.on('data', (text: Buffer) => printed.push(text.toString()));
    for (const output of print ? [child.stdout, child.stderr] : []) output.on('data', (text: Buffer) => print?.(text.toString()));
    const timer = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
    try {
      for await (const line of createInterface({ input: child.stdout })) {
        printed.push(line);
        const url = /^ {2}API +(http:\S+)$/.exec(line)?.[1];
        if (url === undefined) continue;
        child.stdout.resume();
        return new TestServer(child, url);
      }
    } finally {
      clearTimeout(timer);
    }
    throw new Error(`The server did not start:\n${printed.join('\n')}`);
  }

  get alive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  get pid(): number {
    return this.child.pid!;
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
    this.child.kill(signal);
  }

  /** What a crash is to it. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  private async end(signal: NodeJS.Signals): Promise<number | null> {
    if (!this.alive) return this.child.exitCode;
    const exited = once(this.child, 'exit');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), LIMIT_MS);
    this.child.kill(signal);
    await exited;
    clearTimeout(timer);
    return this.child.exitCode;
  }
}
