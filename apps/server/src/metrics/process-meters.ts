import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics } from 'prom-client';
import { Registries } from './registries.js';

/** Memory, processor time, event loop and garbage collection of this process, under the names that prom-client and its dashboards have for them. */
@Injectable()
export class ProcessMeters {
  constructor({ own }: Registries) {
    // Every 10 ms, as is the default, it alone costs an idle server a percent of a core.
    collectDefaultMetrics({ register: own, eventLoopMonitoringPrecision: 50 });
  }
}
