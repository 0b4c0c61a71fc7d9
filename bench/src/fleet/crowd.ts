import { fork, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { Census, Order, Reply } from './orders.js';

type Said = Order extends infer One ? (One extends Order ? Omit<One, 'id'> : never) : never;

const CHILD = fileURLToPath(new URL('agents-child.js', import.meta.url));

/** Agents of the old protocol in a few processes, each of which has an equal part of them. */
export class Crowd {
  private readonly children: ChildProcess[];
  private readonly expected = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>();
  private lastId = 0;
  size = 0;

  constructor(url: string, processes: number) {
    const name = randomBytes(3).toString('hex');
    this.children = Array.from({ length: processes }, (_, i) => fork(CHILD, [url, `bench-${name}-${i}`], { serialization: 'advanced' }));
    for (const child of this.children) {
      child.on('message', (reply: Reply) => this.replied(reply));
      child.on('exit', (code) => this.fail(new Error(`A process of agents has ended (${code}).`)));
    }
  }

  /** Registers and connects more agents, until there are so many. */
  async growTo(size: number, atOnce: number): Promise<void> {
    const each = (size - this.size) / this.children.length;
    await this.tell({ do: 'connect', count: each, atOnce: atOnce / this.children.length });
    this.size = size;
  }

  /** When the next commands arrive, as many as there are agents: in milliseconds on the machine's clock. */
  async arrivals(): Promise<number[]> {
    return (await this.tell<number[]>({ do: 'arrivals', count: this.size / this.children.length })).flat();
  }

  async respond(atOnce: number, most: number): Promise<void> {
    await this.tell({ do: 'respond', atOnce: atOnce / this.children.length, most: most / this.children.length });
  }

  async respondFromNowOn(atOnce: number): Promise<void> {
    await this.tell({ do: 'respond from now on', atOnce: atOnce / this.children.length });
  }

  async census(): Promise<Census> {
    const parts = await this.tell<Census>({ do: 'census' });
    const sum = (of: (part: Census) => number): number => parts.reduce((total, part) => total + of(part), 0);
    return {
      connected: sum(({ connected }) => connected),
      connectedAtMs: parts.flatMap(({ connectedAtMs }) => connectedAtMs),
      commands: sum(({ commands }) => commands),
      repeated: sum(({ repeated }) => repeated),
      stored: sum(({ stored }) => stored),
      unanswered: sum(({ unanswered }) => unanswered),
    };
  }

  leave(): void {
    this.expected.clear();
    for (const child of this.children) child.removeAllListeners('exit').kill();
  }

  private tell<T = void>(order: Said): Promise<T[]> {
    return Promise.all(
      this.children.map(
        (child) =>
          new Promise<T>((resolve, reject) => {
            const id = ++this.lastId;
            this.expected.set(id, { resolve: resolve as (result: unknown) => void, reject });
            child.send({ ...order, id });
          }),
      ),
    );
  }

  private replied({ id, result, error }: Reply): void {
    const expected = this.expected.get(id);
    this.expected.delete(id);
    if (error === undefined) expected?.resolve(result);
    else expected?.reject(new Error(error));
  }

  private fail(error: Error): void {
    for (const { reject } of this.expected.values()) reject(error);
  }
}
