import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { SMALL_BYTES } from '@skein/intake';
import { IntakeThreads } from '@skein/intake/threads';
import { NetworkDesk, type DeskAnswer, type DeskQuestions, type DeskTask, type LoggedEditText } from '../../edits/network-desk.js';

const COMPILED_WORKER = new URL('./editing.worker.js', import.meta.url);

/** Characters of scenarios and edits that are kept on the thread that serves HTTP. */
const MOST_KEPT_HERE = 8 * 1024 * 1024;
/** Questions that wait for the other thread; each may bring a scenario. */
const MOST_WAITING = 32;
/** Runs of which it is remembered where their networks are. */
const MOST_KNOWN = 10_000;

/** Where the texts of a run come from. */
export interface RunTexts {
  /** Null where the run is gone. */
  scenario(): Promise<string | null>;
  /** Edits with numbers above one, in their order. */
  editsAfter(seq: number): Promise<LoggedEditText[]>;
}

/** Where a run's log ends, and what was answered there. */
export interface AnsweredAt<Answer> {
  answer: Answer;
  seq: number;
  /** Simulated time of the last edit, in seconds; 0 without any. */
  lastAtSec: number;
}

interface Place {
  seq: number;
  lastAtSec: number;
  large: boolean;
}

/**
 * Networks as edits have left them. Each is kept where it was last asked about, at its place in the log, and brought up to date from there: the log in the database
 * says what is true. Large ones are on another thread, so that the one that serves HTTP never stands still for them.
 */
@Injectable()
export class EditedNetworks implements OnModuleDestroy {
  private readonly here = new NetworkDesk(MOST_KEPT_HERE);
  /** One: what it keeps is asked about again. */
  private readonly threads = new IntakeThreads({ threads: 1, waiting: MOST_WAITING });
  private readonly places = new Map<string, Place>();

  /**
   * Null where the run is gone.
   * @param bytes of what comes with the question; where they are many, the other thread reads them
   */
  async ask<Kind extends keyof DeskQuestions>(
    key: string,
    texts: RunTexts,
    kind: Kind,
    question: DeskQuestions[Kind]['question'],
    bytes = 0,
  ): Promise<AnsweredAt<DeskQuestions[Kind]['answer']> | null> {
    const place = this.places.get(key);
    if (place) {
      const log = await texts.editsAfter(place.seq);
      const large = place.large || bytes + lengthOf(log) > SMALL_BYTES;
      const known =
        large === place.large ? await this.put(large, { key, base: place.seq, scenario: null, log, kind, question }) : 'missing';
      if (known !== 'missing') return this.answered(key, known.answer, log, place);
    }
    const [scenario, log] = await Promise.all([texts.scenario(), texts.editsAfter(0)]);
    if (scenario === null) return null;
    const large = bytes + scenario.length + lengthOf(log) > SMALL_BYTES;
    const answer = await this.put(large, { key, base: 0, scenario, log, kind, question });
    if (answer === 'missing') throw new Error(`The network of ${key} was given, and is missing.`);
    return this.answered(key, answer.answer, log, { seq: 0, lastAtSec: 0, large });
  }

  /** After edits that were applied are committed: from here on the log says the same as what is kept. */
  committed(key: string, seq: number, atSec: number): void {
    const place = this.places.get(key);
    if (place && place.seq === seq - 1) this.remember(key, { ...place, seq, lastAtSec: atSec });
  }

  async onModuleDestroy(): Promise<void> {
    await this.threads.close();
  }

  private async put<Kind extends keyof DeskQuestions>(large: boolean, task: DeskTask<Kind>): Promise<DeskAnswer<Kind>> {
    return large ? this.threads.run<DeskAnswer<Kind>>(COMPILED_WORKER, task) : this.here.ask(task);
  }

  private answered<Answer>(key: string, answer: Answer, log: readonly LoggedEditText[], before: Place): AnsweredAt<Answer> {
    const last = log.at(-1);
    const { seq, lastAtSec } = last ? { seq: last.seq, lastAtSec: last.at_sec } : before;
    this.remember(key, { seq, lastAtSec, large: before.large });
    return { answer, seq, lastAtSec };
  }

  private remember(key: string, place: Place): void {
    this.places.delete(key);
    this.places.set(key, place);
    if (this.places.size > MOST_KNOWN) for (const oldest of this.places.keys()) return void this.places.delete(oldest);
  }
}

function lengthOf(log: readonly LoggedEditText[]): number {
  return log.reduce((sum, { edits }) => sum + edits.length, 0);
}
