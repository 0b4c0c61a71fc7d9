import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { until } from './until.js';

/** For an end that hangs, not for one that is slow. */
const LIMIT_MS = 120_000;

/** A Skein agent in a process of its own. */
export class TestAgent {
  readonly logged: string[] = [];
  private readonly exited: Promise<unknown>;

  private constructor(private readonly child: ChildProcess) {
    // Its last lines have been read by then.
    this.exited = once(child, 'close');
    for (const output of [child.stdout, child.stderr]) {
      if (output) createInterface({ input: output }).on('line', (line) => this.logged.push(line));
    }
  }

  /**
   * @param dataDir where it finds what an earlier life has left
   * @param args further options of its command line
   */
  static start(server: string, dataDir: string, id: string, ...args: string[]): TestAgent {
    return TestAgent.startWith({}, server, dataDir, id, ...args);
  }

  /** @param environment what it finds set */
  static startWith(environment: Record<string, string>, server: string, dataDir: string, id: string, ...args: string[]): TestAgent {
    return TestAgent.startFrom(environment, dataDir, id, '--server', server, ...args);
  }

  /** Without a server on its command line. */
  static startFrom(environment: Record<string, string>, dataDir: string, id: string, ...args: string[]): TestAgent {
    return TestAgent.startProgram('apps/agent/bin/skein-agent.js', environment, dataDir, id, ...args);
  }

  /** @param program the script that is the agent */
  static startProgram(program: string, environment: Record<string, string>, dataDir: string, id: string, ...args: string[]): TestAgent {
    const { PATH = '', HOME = '' } = process.env;
    const options = ['--data-dir', dataDir, '--id', id, '--threads', '1', ...args];
    const child = spawn(process.execPath, [program, ...options], {
      env: { PATH, HOME, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new TestAgent(child);
  }

  get pid(): number {
    return this.child.pid!;
  }

  get alive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Waits for a line of its log. */
  async says(pattern: RegExp): Promise<void> {
    await until(
      () => Promise.resolve(this.logged),
      (lines) => lines.some((line) => pattern.test(line)),
    );
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Waits for its end; its exit code, or null where a signal ended it. */
  async exit(): Promise<number | null> {
    const timer = setTimeout(() => this.child.kill('SIGKILL'), LIMIT_MS);
    if (this.alive) await this.exited;
    clearTimeout(timer);
    return this.child.exitCode;
  }

  /** Asks it to end. */
  stop(): Promise<number | null> {
    this.child.kill('SIGTERM');
    return this.exit();
  }

  /** What a crash is to it. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.exit();
  }
}
