import { setTimeout as delay } from 'node:timers/promises';
import { expect } from '@jest/globals';
import type { Caller } from '../faults/caller.js';
import type { Random } from '../support/random.js';
import type { Given, Subject } from './agents.js';

const PAUSE_MS = [20, 200] as const;
/** Of 5 million characters, which is more than a result may have. */
const HUGE = { text: 'x'.repeat(5_000), repeat: 1_000 };

type Draw = Pick<Given, 'command' | 'state' | 'result'> & { args: object };

/** Gives one agent one command after the other, each once, whatever happens to the servers. */
export class Sender {
  readonly given: Given[] = [];
  readonly violations: string[] = [];
  private quiet = false;
  private running: Promise<void> = Promise.resolve();

  /** @param all is given every command as well */
  constructor(
    private readonly agent: Subject,
    private readonly plain: boolean,
    private readonly caller: Caller,
    private readonly random: Random,
    private readonly all: Given[],
  ) {}

  start(): void {
    this.running = this.goOn().catch((error: Error) => void this.violations.push(String(error.stack)));
  }

  async stop(): Promise<void> {
    this.quiet = true;
    await this.running;
  }

  private async goOn(): Promise<void> {
    for (let i = 0; !this.quiet; i++) {
      const { args, ...drawn } = this.draw(i);
      const { status, body } = await this.caller.change('POST', `/commands/send/${this.agent.id}`, { command: drawn.command, args });
      expect([status, body]).toEqual([200, expect.objectContaining({ command_id: expect.any(String) })]);
      const given = { id: (body as { command_id: string }).command_id, agent: this.agent.id, ...drawn };
      this.given.push(given);
      this.all.push(given);
      // Several at once, now and then.
      if (this.random.chance(0.4)) await delay(this.random.between(...PAUSE_MS));
    }
  }

  private draw(i: number): Draw {
    const draw = this.plain ? 1 : this.random.next();
    if (draw < 0.05) return { command: 'nonsense', args: {}, state: 'rejected', result: /nonsense/ };
    if (draw < 0.1) return { command: 'echo', args: { words: 1 }, state: 'rejected', result: /text|words/ };
    if (draw < 0.12) return { command: 'echo', args: HUGE, state: 'failed', result: /^Its result has 5000000 characters/ };
    if (draw < 0.3) {
      const seconds = 0.01 * (1 + this.random.below(20));
      return { command: 'sleep', args: { seconds }, state: 'succeeded', result: new RegExp(`^slept ${seconds} s$`) };
    }
    const text = `${this.agent.id} ${i}`;
    return { command: 'echo', args: { text }, state: 'succeeded', result: new RegExp(`^${text}$`) };
  }
}
