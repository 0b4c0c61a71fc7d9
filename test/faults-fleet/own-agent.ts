import { pathToFileURL } from 'node:url';
import { TestAgent } from '../support/agent.js';
import type { Forwarder } from '../support/forwarder.js';
import type { Subject } from './agents.js';

const WRONG_CLOCK = pathToFileURL('test/faults-fleet/wrong-clock.js').href;

/** An agent of ours, one process after another in one data directory. */
export class OwnAgent implements Subject {
  taken = false;
  kills = 0;
  private readonly lives: TestAgent[] = [];

  /** @param clockHours how far its clock is ahead */
  constructor(
    readonly id: string,
    readonly link: Forwarder,
    private readonly dataDir: string,
    private readonly clockHours = 0,
  ) {}

  start(): void {
    const environment: Record<string, string> =
      this.clockHours === 0 ? {} : { NODE_OPTIONS: `--import=${WRONG_CLOCK}`, WRONG_CLOCK_HOURS: String(this.clockHours) };
    const server = `http://127.0.0.1:${this.link.port}`;
    // One slot: what it begins is in the order in which it was given.
    this.lives.push(TestAgent.startWith(environment, server, this.dataDir, this.id, '--slots', '1'));
  }

  /** Its process dies, and its supervisor starts another. */
  async restart(): Promise<void> {
    await this.kill();
    this.start();
  }

  async kill(): Promise<void> {
    this.kills += 1;
    await this.life.kill();
  }

  stop(): Promise<number | null> {
    return this.life.stop();
  }

  signal(signal: NodeJS.Signals): void {
    this.life.signal(signal);
  }

  get alive(): boolean {
    return this.life.alive;
  }

  /** The ids of all commands that it has ever begun, in order. */
  get begun(): string[] {
    return this.log.flatMap((line) => /^\{.*"id":"([^"]+)","msg":"Running /.exec(line)?.[1] ?? []);
  }

  get log(): string[] {
    return this.lives.flatMap(({ logged }) => logged);
  }

  private get life(): TestAgent {
    const life = this.lives.at(-1);
    if (!life) throw new Error(`${this.id} was never started.`);
    return life;
  }
}
