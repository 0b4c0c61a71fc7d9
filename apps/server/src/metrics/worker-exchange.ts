import { Unavailable } from '@skein/problem';
import type { Registry } from 'prom-client';
import { isExchanged, type FromWorker, type ToWorker } from './exchange-messages.js';

const PATIENCE_MS = 5_000;

/** The side of a process that serves: tells the first what it has counted, and asks it what all have. */
export class WorkerExchange {
  private readonly waiting = new Map<number, (text: string) => void>();
  private asked = 0;

  constructor(private readonly registry: Registry) {
    process.on('message', (message) => {
      if (isExchanged<ToWorker>(message, 'skein:tell-metrics', 'skein:gathered-metrics')) void this.take(message);
    });
  }

  /** @throws Unavailable where the first process does not answer */
  async all(): Promise<string> {
    const request = ++this.asked;
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<string>((resolve, reject) => {
        this.waiting.set(request, resolve);
        timer = setTimeout(() => reject(new Unavailable('The processes of this server did not tell their metrics.')), PATIENCE_MS);
        send({ type: 'skein:gather-metrics', request });
      });
    } finally {
      clearTimeout(timer);
      this.waiting.delete(request);
    }
  }

  private async take(message: ToWorker): Promise<void> {
    const { request } = message;
    if (message.type === 'skein:gathered-metrics') this.waiting.get(request)?.(message.text);
    else send({ type: 'skein:told-metrics', request, metrics: await this.registry.getMetricsAsJSON() });
  }
}

function send(message: FromWorker): void {
  if (process.connected) process.send?.(message);
}
