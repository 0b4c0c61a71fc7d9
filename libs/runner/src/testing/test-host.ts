import type { PacketBudget } from '@skein/engine';
import type { Scenario, Speed } from '@skein/topology';
import { Host } from '../host/host.js';
import { FROM_THE_START, type Claim, type EditEntry, type FromRunner, type ResultsAt } from '../messages.js';
import { VirtualClock } from './virtual-clock.js';

/** A message, and when it was sent. */
type Heard = FromRunner & { atMs: number };

/** A host on a virtual clock, and everything that it has said. */
export class TestHost {
  readonly clock: VirtualClock;
  readonly host: Host;
  readonly heard: Heard[] = [];
  private request = 0;

  /** @param readingMs what each look at the clock costs */
  constructor(readingMs = 0, snapshotEveryMs?: number, budget?: PacketBudget) {
    this.clock = new VirtualClock(readingMs);
    this.host = new Host(this.clock, (message) => this.heard.push({ ...message, atMs: this.clock.nowMs() }), snapshotEveryMs, budget);
  }

  start(claim: Claim, scenario: Scenario, speed: Speed = scenario.config.speed, course = FROM_THE_START): void {
    this.host.receive({ type: 'start', ...claim, scenario: JSON.stringify(scenario), speed, course });
  }

  tell(type: 'release' | 'drop', claim: Claim): void {
    this.host.receive({ type, ...claim });
  }

  /** The answer to a question, or the reason why there is none. */
  ask(type: 'hold' | 'results', claim: Claim): ResultsAt | string {
    const request = ++this.request;
    this.host.receive(type === 'hold' ? { type, request, results: true, ...claim } : { type, request, ...claim });
    return this.answerTo(request);
  }

  edit(claim: Claim, entry: EditEntry): void {
    this.host.receive({ type: 'edit', ...claim, entry });
  }

  setPace(claim: Claim, speed: Speed): void {
    this.host.receive({ type: 'pace', ...claim, speed });
  }

  /** The answer, once enough time has passed for the course. */
  replay(scenario: string, course = FROM_THE_START): ResultsAt | string {
    const request = ++this.request;
    this.host.receive({ type: 'replay', request, scenario, course, final: true });
    this.clock.passTo(this.clock.nowMs() + 60_000);
    return this.answerTo(request);
  }

  heardOf<Type extends FromRunner['type']>(type: Type): Extract<Heard, { type: Type }>[] {
    return this.heard.filter((message): message is Extract<Heard, { type: Type }> => message.type === type);
  }

  done(simId: string) {
    return this.heardOf('done').find(({ sim_id }) => sim_id === simId);
  }

  private answerTo(request: number): ResultsAt | string {
    for (const message of this.heard) {
      if (message.type === 'answer' && message.request === request) return message;
      if (message.type === 'refused' && message.request === request) return message.reason;
    }
    throw new Error(`Request ${request} was not answered.`);
  }
}

export function claim(sim_id: string, epoch = 1): Claim {
  return { sim_id, epoch };
}

/** The hash inside an answer; null where it carries none. */
export function hashOf(answer: ResultsAt | string | undefined): string | null {
  if (answer === undefined || typeof answer === 'string') throw new Error(`There are no results: ${answer}`);
  return (JSON.parse(answer.results) as { result_hash: string | null }).result_hash;
}
