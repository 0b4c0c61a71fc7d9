import { Injectable } from '@nestjs/common';
import { Repetitions } from '@skein/problem';
import { Counter } from 'prom-client';
import { Registries } from './registries.js';

/** Requests that this process itself has begun once more, for Prometheus. */
@Injectable()
export class RepetitionMeters extends Repetitions {
  private readonly repeated: Counter<'cause'>;

  constructor({ own }: Registries) {
    super();
    this.repeated = new Counter({
      name: 'skein_requests_repeated_total',
      help: 'Requests that the server itself began once more',
      labelNames: ['cause'],
      registers: [own],
    });
    for (const cause of ['overtaken', 'outage']) this.repeated.inc({ cause }, 0);
  }

  override add(cause: 'overtaken' | 'outage'): void {
    this.repeated.inc({ cause });
  }
}
