import { Global, Module } from '@nestjs/common';
import { FleetMetrics } from '@skein/fleet';
import { Repetitions } from '@skein/problem';
import { SimulationMetrics } from '@skein/simulation';
import { DatabaseMeters } from './database-meters.js';
import { FleetMeters } from './fleet-meters.js';
import { HttpMeters } from './http-meters.js';
import { MetricsController } from './metrics.controller.js';
import { ProcessMeters } from './process-meters.js';
import { Registries } from './registries.js';
import { RepetitionMeters } from './repetition-meters.js';
import { Scrape } from './scrape.js';
import { SimulationMeters } from './simulation-meters.js';

/** What the libraries count through their ports, and what is seen of the process and its database, for Prometheus. */
@Global()
@Module({
  controllers: [MetricsController],
  providers: [
    Registries,
    DatabaseMeters,
    HttpMeters,
    ProcessMeters,
    Scrape,
    { provide: FleetMetrics, useClass: FleetMeters },
    { provide: Repetitions, useClass: RepetitionMeters },
    SimulationMeters,
    { provide: SimulationMetrics, useExisting: SimulationMeters },
  ],
  exports: [FleetMetrics, HttpMeters, Repetitions, SimulationMeters, SimulationMetrics],
})
export class MetricsModule {}
