import cluster from 'node:cluster';
import { Injectable } from '@nestjs/common';
import { Registries } from './registries.js';
import { WorkerExchange } from './worker-exchange.js';

/** What Prometheus is answered: what all processes of this server have counted, and what the database tells. */
@Injectable()
export class Scrape {
  private readonly exchange: WorkerExchange | null;

  constructor(private readonly registries: Registries) {
    this.exchange = cluster.isWorker ? new WorkerExchange(registries.own) : null;
  }

  get contentType(): string {
    return this.registries.own.contentType;
  }

  async text(): Promise<string> {
    const { own, shared } = this.registries;
    const [counted, read] = await Promise.all([this.exchange ? this.exchange.all() : own.metrics(), shared.metrics()]);
    return `${counted}\n${read}`;
  }
}
