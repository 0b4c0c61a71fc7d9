import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { FleetModule } from '@skein/fleet/nest';
import { PersistenceModule } from '@skein/persistence';
import { SimulationModule } from '@skein/simulation/nest';
import { TopologyModule } from '@skein/topology/nest';
import { AccessModule } from './access/access.module.js';
import type { Environment } from './config/environment.js';
import { FleetOptionsModule } from './fleet/fleet-options.module.js';
import { AsyncApiController } from './http/async-api.controller.js';
import { HealthController } from './http/health.controller.js';
import { ProblemFilter } from './http/problem.filter.js';
import { LoggingModule } from './logging/logging.module.js';
import type { PinoLogger } from './logging/pino-logger.js';
import { MetricsModule } from './metrics/metrics.module.js';
import { RunnersModule } from './runners/runners.module.js';
import { SystemModule } from './system/system.module.js';

/** Joins the libraries into one process. */
@Module({})
export class AppModule {
  static for(environment: Environment, logger: PinoLogger): DynamicModule {
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
        LoggingModule.forRoot(logger),
        AccessModule.forRoot(environment.access),
      ],
      controllers: [HealthController, AsyncApiController],
      providers: [{ provide: APP_FILTER, useExisting: ProblemFilter }],
    };
  }
}
