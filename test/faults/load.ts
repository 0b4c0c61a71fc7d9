import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '../support/random.js';
import type { Caller } from './caller.js';
import { someRequest } from './scenarios.js';
import { Subject } from './subject.js';

const PAUSE_MS = 400;
/** Interferences with one simulation. */
const MOST = 40;
/** More would say no more. */
const MOST_VIOLATIONS = 20;

/** Clients, each with one simulation after the other. */
export class Load {
  private quiet = false;
  private readonly clients: Promise<void>[] = [];
  private readonly ended: Subject[] = [];
  private readonly violations: string[] = [];

  constructor(
    private readonly size: number,
    private readonly random: Random,
    private readonly callerFor: (random: Random) => Caller,
  ) {}

  begin(): void {
    for (let i = 0; i < this.size; i++) this.clients.push(this.client(this.random.fork()));
  }

  /** Brings everything to its end, and looks at all of it once more. */
  async end(): Promise<{ violations: string[]; verified: number }> {
    this.quiet = true;
    await Promise.all(this.clients);
    for (const subject of this.ended) await subject.verifyUntouched().catch((error: Error) => this.violated(subject, error));
    return { violations: this.violations, verified: this.ended.length };
  }

  private async client(random: Random): Promise<void> {
    const caller = this.callerFor(random);
    do {
      let subject: Subject | undefined;
      try {
        subject = await Subject.submit(someRequest(random), caller, random);
        for (let i = random.below(MOST); i > 0 && !this.quiet; i--) {
          await subject.interfere();
          await delay(random.between(0, PAUSE_MS));
        }
        await subject.hurry();
        while (!(await subject.look())) await delay(PAUSE_MS);
        await subject.verify();
        this.ended.push(subject);
      } catch (error) {
        this.violated(subject, error as Error);
      }
    } while (!this.quiet && this.violations.length < MOST_VIOLATIONS);
  }

  private violated(subject: Subject | undefined, error: Error): void {
    this.violations.push(`${subject?.simId}: ${error.stack}`);
  }
}
