import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { FleetModule } from '@skein/fleet/nest';
import { PersistenceModule } from '@skein/persistence';
import { SimulationModule } from '@skein/simulation/nest';
import { TopologyModule } from '@skein/topology/nest';
import type { Environment } from './config/environment.js';
import { FleetOptionsModule } from './fleet/fleet-options.module.js';
import { AsyncApiController } from './http/async-api.controller.js';
import { HealthController } from './http/health.controller.js';
import { ProblemFilter } from './http/problem.filter.js';
import { MetricsModule } from './metrics/metrics.module.js';
import { RunnersModule } from './runners/runners.module.js';
import { SystemModule } from './system/system.module.js';

/** Joins the libraries into one process. */
@Module({})
export class AppModule {
  static for(environment: Environment): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PersistenceModule.forRoot({ databaseUrl: environment.databaseUrl, dataDir: environment.dataDir }),
        MetricsModule,
        SystemModule.forRoot(environment),
        TopologyModule.forRoot(environment.limits),
        RunnersModule.forRoot(environment),
        SimulationModule,
        FleetOptionsModule.forRoot(environment),
        FleetModule,
      ],
      controllers: [HealthController, AsyncApiController],
      providers: [ProblemFilter, { provide: APP_FILTER, useExisting: ProblemFilter }],
    };
  }
}
