import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics } from 'prom-client';
import { Registries } from './registries.js';

/** Memory, processor time, event loop and garbage collection of this process, under the names that prom-client and its dashboards have for them. */
@Injectable()
export class ProcessMeters {
  constructor({ own }: Registries) {
    collectDefaultMetrics({ register: own });
  }
}
