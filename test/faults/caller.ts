import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { ProblemSchema } from '@skein/client';
import type { Random } from '../support/random.js';
import type { Cluster, Member } from './cluster.js';

/** Longer than any fault lasts. */
const PATIENCE_MS = 180_000;
const PAUSE_MS = 150;

export interface Answer {
  status: number;
  body: unknown;
}

/** A client that goes on asking, one server or another, until it knows what has become of its request. */
export class Caller {
  constructor(
    private readonly cluster: Pick<Cluster, 'members' | 'lost'>,
    private readonly random: Random,
    private readonly note: (text: string) => void,
  ) {}

  get(path: string): Promise<Answer> {
    return this.ask('GET', path);
  }

  /** Repeated under one key, so that it is made once. */
  change(method: string, path: string, body?: unknown, key: string = randomUUID()): Promise<Answer> {
    return this.ask(method, path, body, key);
  }

  /**
   * @returns what is no fault: a success, or a refusal that repeating would not change
   * @throws Error for an answer that no server may give, or when nobody has answered for too long
   */
  private async ask(method: string, path: string, body?: unknown, key?: string): Promise<Answer> {
    const deadline = Date.now() + PATIENCE_MS;
    let trouble = 'no server answers any more';
    while (Date.now() < deadline && !this.cluster.lost) {
      const member = this.choose();
      const answer = await this.send(member, method, path, body, key).catch((error: Error) => {
        if (error instanceof Violation) throw error;
        trouble = error.cause instanceof Error ? error.cause.message : error.message;
        return null;
      });
      this.note(`${member.name} ${method} ${path} ${key?.slice(0, 4) ?? ''} ${JSON.stringify(body) ?? ''}: ${shown(answer) || trouble}`);
      if (answer && answer.status !== 503) return answer;
      await delay(PAUSE_MS);
    }
    this.cluster.lost = true;
    throw new Error(`Nobody carried out ${method} ${path}: ${trouble}`);
  }

  private async send(member: Member, method: string, path: string, body: unknown, key: string | undefined): Promise<Answer> {
    const headers = { 'content-type': 'application/json', ...(key === undefined ? {} : { 'idempotency-key': key }) };
    const text = body === undefined ? undefined : JSON.stringify(body);
    const response = await fetch(`${member.server.url}${path}`, { method, headers, body: text });
    const { status } = response;
    const said = await response.text();
    if (status >= 500 && (status !== 503 || !(Number(response.headers.get('retry-after')) > 0)))
      throw new Violation(`${method} ${path} was answered ${status}: ${said}`);
    return { status, body: said === '' ? null : JSON.parse(said) };
  }

  /** Seldom one that is frozen: its answer takes as long as its sleep. */
  private choose(): Member {
    const member = this.random.of(this.cluster.members);
    return member.frozen && this.random.chance(0.9) ? this.choose() : member;
  }
}

/** What no fault excuses. */
export class Violation extends Error {
  override readonly name = 'Violation';
}

function shown(answer: Answer | null): string {
  if (!answer) return '';
  const { code, detail } = (answer.body ?? {}) as Partial<ProblemSchema>;
  return `${answer.status} ${code ? `${code} ${detail}` : JSON.stringify(answer.body).slice(0, 600)}`;
}
