import { Injectable } from '@nestjs/common';
import { Gauge, type Metric } from 'prom-client';
import { Registries } from './registries.js';
import { RequestCounts } from './request-counts.js';

const DURATION = 'skein_http_request_duration_seconds';

/** Requests of this process, for Prometheus. */
@Injectable()
export class HttpMeters {
  private inFlight = 0;
  private readonly counts = new RequestCounts();

  constructor({ own }: Registries) {
    const { counts } = this;
    // What the registry asks of a metric: its parts, and its samples when somebody asks.
    const register = (metric: { name: string; help: string; type: string; samples: () => unknown[] }): void => {
      const { samples, ...parts } = metric;
      const get = () => ({ ...parts, aggregator: 'sum', values: samples() });
      own.registerMetric({ ...parts, get } as unknown as Metric);
    };
    register({
      name: 'skein_http_requests_total',
      help: 'Requests answered; status 499 where the client was gone before',
      type: 'counter',
      samples: () => counts.totals(),
    });
    register({
      name: DURATION,
      help: 'From the head of a request to the end of its answer; without streams of events',
      type: 'histogram',
      samples: () => counts.durations(DURATION),
    });
    const open = (): number => this.inFlight;
    new Gauge({
      name: 'skein_http_requests_in_flight',
      help: 'Requests that are being answered, streams of events included',
      registers: [own],
      collect() {
        this.set(open());
      },
    });
  }

  began(): void {
    this.inFlight += 1;
  }

  /** @param durationSec null where it says nothing: of a stream */
  ended(route: string, method: string, status: number, durationSec: number | null): void {
    this.inFlight -= 1;
    this.counts.add(route, method, status, durationSec);
  }
}
