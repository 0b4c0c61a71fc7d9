import { Module, type DynamicModule } from '@nestjs/common';
import { LargeMessages } from '@skein/fleet';
import { FleetOptions } from '@skein/fleet/nest';
import type { Environment } from '../config/environment.js';
import { AgentMessages } from './agent-messages.js';

/** What the operator has decided about the fleet, and what reads its large messages. */
@Module({})
export class FleetOptionsModule {
  static forRoot({
    heartbeatSec,
    notifications,
    enrolmentToken,
    retentionHours,
    access,
    maxQueuedCommands,
    maxQueuedBytes,
  }: Environment): DynamicModule {
    const options: FleetOptions = {
      heartbeatSec,
      notifications,
      enrolmentToken,
      apiTokens: access.tokens,
      maxQueuedCommands,
      maxQueuedBytes,
      retentionSec: retentionHours === null ? null : retentionHours * 3600,
    };
    return {
      module: FleetOptionsModule,
      global: true,
      providers: [
        { provide: FleetOptions, useValue: options },
        { provide: LargeMessages, useClass: AgentMessages },
      ],
      exports: [FleetOptions, LargeMessages],
    };
  }
}
