import { type DynamicModule, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { FleetModule } from '@skein/fleet/nest';
import { AccessSettings } from '../config/access-settings.js';
import { Door } from '../http/door.js';
import { Entrance } from '../http/entrance.js';
import { ProblemFilter } from '../http/problem.filter.js';
import { RefusalLog } from '../http/refusal-log.js';
import { RootController } from '../http/root.controller.js';
import { Shortcuts } from '../http/shortcuts.js';
import { Access } from './access.js';
import { Gate } from './gate.js';
import { RouteTable } from './route-table.js';
import { Senders } from './senders.js';
import { Shares } from './shares.js';

/** Checks every request and every handshake before it reaches a route. */
@Module({})
export class AccessModule {
  static forRoot(settings: AccessSettings): DynamicModule {
    return {
      module: AccessModule,
      imports: [DiscoveryModule, FleetModule],
      controllers: [RootController],
      providers: [
        { provide: AccessSettings, useValue: settings },
        Access,
        Door,
        Entrance,
        Gate,
        ProblemFilter,
        RefusalLog,
        RouteTable,
        Senders,
        Shares,
        Shortcuts,
      ],
      exports: [Entrance, ProblemFilter, RouteTable],
    };
  }
}
