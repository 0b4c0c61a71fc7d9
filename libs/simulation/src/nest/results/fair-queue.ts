import { DomainError } from '@skein/problem';

export interface FairQueueOptions {
  /** Pieces of work at once. */
  lanes: number;
  /** That may wait, of one client and of all together. */
  perClient: number;
  waiting: number;
  /** What is waited for, as its refusal calls it. */
  what: string;
}

interface Waiting {
  begin: () => void;
}

/**
 * Does a few pieces of work at once. Those that wait have their turn client by client, so that a client with a hundred waits longer than one with one. What waits for a
 * client that has left is taken out.
 */
export class FairQueue {
  private busy = 0;
  private size = 0;
  /** By client; the client whose turn is next stands first. */
  private readonly clients = new Map<string, Waiting[]>();

  constructor(private readonly options: FairQueueOptions) {}

  /** Pieces of work that wait. */
  get waiting(): number {
    return this.size;
  }

  /**
   * @param client for whom the work is
   * @param signal tells when it is not wanted any more: before its turn it is then never begun, and this rejects with the signal's reason
   * @throws DomainError `unavailable` where too much waits already
   */
  async run<T>(client: string, signal: AbortSignal | null, work: () => Promise<T>): Promise<T> {
    signal?.throwIfAborted();
    if (this.busy < this.options.lanes) this.busy += 1;
    else await this.turn(client, signal);
    try {
      return await work();
    } finally {
      this.next();
    }
  }

  private turn(client: string, signal: AbortSignal | null): Promise<void> {
    const own = this.clients.get(client) ?? [];
    this.mustHaveRoom(own.length);
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.remove(client, entry);
        reject(signal!.reason as Error);
      };
      const entry = {
        begin: () => {
          signal?.removeEventListener('abort', leave);
          resolve();
        },
      };
      signal?.addEventListener('abort', leave, { once: true });
      own.push(entry);
      this.clients.set(client, own);
      this.size += 1;
    });
  }

  private mustHaveRoom(own: number): void {
    const { perClient, waiting, what } = this.options;
    if (own < perClient && this.size < waiting) return;
    const limit = own >= perClient ? `${perClient} requests of one client` : `${waiting} requests`;
    throw new DomainError('unavailable', `${limit} wait for ${what} already; send the request again later.`);
  }

  /** The lane goes to the next client, which then stands last. */
  private next(): void {
    for (const [client, own] of this.clients) {
      const entry = own.shift()!;
      this.clients.delete(client);
      if (own.length > 0) this.clients.set(client, own);
      this.size -= 1;
      entry.begin();
      return;
    }
    this.busy -= 1;
  }

  private remove(client: string, entry: Waiting): void {
    const own = this.clients.get(client);
    const at = own?.indexOf(entry) ?? -1;
    if (!own || at < 0) return;
    own.splice(at, 1);
    if (own.length === 0) this.clients.delete(client);
    this.size -= 1;
  }
}
