import { Unavailable } from '@skein/problem';
import type { FromRunner, ResultsAt } from './messages.js';
import { RequestRefused } from './request-refused.js';

interface Pending {
  resolve: (results: ResultsAt) => void;
  reject: (cause: Error) => void;
  deadline: NodeJS.Timeout;
}

/** Questions to a runner that wait for their answers, by number. */
export class PendingRequests {
  private readonly pending = new Map<number, Pending>();
  private last = 0;

  get size(): number {
    return this.pending.size;
  }

  /**
   * Asks a question under a number of its own.
   * Rejects with `RequestRefused` where the runner refuses, with `Unavailable` where it takes longer than `deadlineMs` or is lost.
   */
  ask(deadlineMs: number, send: (request: number) => void): Promise<ResultsAt> {
    const request = ++this.last;
    return new Promise((resolve, reject) => {
      const late = () => this.take(request)?.reject(new Unavailable(`The runner did not answer within ${deadlineMs} ms.`));
      this.pending.set(request, { resolve, reject, deadline: setTimeout(late, deadlineMs) });
      send(request);
    });
  }

  /** An answer that comes too late is nobody's. */
  settle(answer: Extract<FromRunner, { type: 'answer' | 'refused' }>): void {
    const asker = this.take(answer.request);
    if (answer.type === 'refused') asker?.reject(new RequestRefused(answer.reason));
    else asker?.resolve(resultsOf(answer));
  }

  rejectAll(reason: string): void {
    for (const request of [...this.pending.keys()]) this.take(request)?.reject(new Unavailable(reason));
  }

  private take(request: number): Pending | undefined {
    const pending = this.pending.get(request);
    this.pending.delete(request);
    clearTimeout(pending?.deadline);
    return pending;
  }
}

function resultsOf({ simulated_sec, results, summary }: ResultsAt): ResultsAt {
  return { simulated_sec, results, ...(summary && { summary }) };
}
