import { Module, type DynamicModule } from '@nestjs/common';
import { FleetModule } from '@skein/fleet/nest';
import { DispatchOptions, RunnerRegistry } from '@skein/simulation/nest';
import type { Environment } from '../config/environment.js';
import { AgentRunners } from './agent-runners.js';
import { ServerRunners } from './server-runners.js';
import { ThreadRunners } from './thread-runners.js';

/** What runs simulations in this process, for the dispatcher. */
@Module({})
export class RunnersModule {
  static forRoot({ threads, snapshotSec, slots, maxBacklog, retentionHours }: Environment): DynamicModule {
    return {
      module: RunnersModule,
      global: true,
      imports: [FleetModule],
      providers: [
        { provide: ServerRunners, useFactory: () => new ServerRunners(new ThreadRunners(threads, snapshotSec), slots) },
        { provide: RunnerRegistry, useExisting: ServerRunners },
        AgentRunners,
        {
          provide: DispatchOptions,
          useValue: {
            maxBacklog,
            retentionSec: retentionHours === null ? null : retentionHours * 3600,
          } satisfies DispatchOptions,
        },
      ],
      exports: [RunnerRegistry, DispatchOptions],
    };
  }
}
