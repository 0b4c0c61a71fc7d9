import cluster, { type Worker } from 'node:cluster';
import { AggregatorRegistry } from 'prom-client';
import { isExchanged, type FromWorker, type ProcessMetrics, type ToWorker } from '../metrics/exchange-messages.js';

/** A process that has not told by then counts as it last did. */
const PATIENCE_MS = 1_000;

/**
 * Adds up what the processes that serve have counted, for the one of them that was asked. What has ended is counted on as it was last told: a sum that fell with
 * it would look to Prometheus like a restart of everything, and all that the others ever counted like new.
 */
export class WorkerMetrics {
  private readonly told = new Map<Worker, ProcessMetrics>();
  private readonly departed: ProcessMetrics[] = [];
  private compacting = Promise.resolve();
  private requests = 0;
  private readonly waiting = new Map<number, (worker: Worker) => void>();

  constructor() {
    cluster.on('message', (worker, message) => {
      if (isExchanged<FromWorker>(message, 'skein:told-metrics', 'skein:gather-metrics')) void this.take(worker, message);
    });
    cluster.on('exit', (worker) => this.bury(worker));
  }

  private async take(worker: Worker, message: FromWorker): Promise<void> {
    if (message.type === 'skein:gather-metrics') {
      send(worker, { type: 'skein:gathered-metrics', request: message.request, text: await this.gather() });
      return;
    }
    // What comes after its end would be counted twice.
    if (!worker.isDead()) this.told.set(worker, message.metrics);
    this.waiting.get(message.request)?.(worker);
  }

  private async gather(): Promise<string> {
    const request = ++this.requests;
    const asked = new Set(Object.values(cluster.workers ?? {}).filter((worker) => worker?.isConnected() === true));
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      timer = setTimeout(resolve, PATIENCE_MS);
      this.waiting.set(request, (worker) => {
        asked.delete(worker);
        if (asked.size === 0) resolve();
      });
      for (const worker of asked) if (worker) send(worker, { type: 'skein:tell-metrics', request });
    });
    clearTimeout(timer);
    this.waiting.delete(request);
    return AggregatorRegistry.aggregate([...this.told.values(), ...this.departed]).metrics();
  }

  private bury(worker: Worker): void {
    const last = this.told.get(worker);
    this.told.delete(worker);
    if (!last) return;
    // Declared as a numbered enum, though they are these words.
    this.departed.push(last.filter(({ type }) => ['counter', 'histogram'].includes(String(type))));
    this.compacting = this.compacting.then(() => this.compact());
  }

  private async compact(): Promise<void> {
    const parts = [...this.departed];
    const sum = (await AggregatorRegistry.aggregate(parts).getMetricsAsJSON()) as ProcessMetrics;
    this.departed.splice(0, parts.length, sum);
  }
}

function send(worker: Worker, message: ToWorker): void {
  if (worker.isConnected()) worker.send(message);
}
