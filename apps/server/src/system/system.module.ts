import { Module, type DynamicModule } from '@nestjs/common';
import type { Environment } from '../config/environment.js';
import { SystemController } from './system.controller.js';
import { PROCESSES, SystemService } from './system.service.js';

/** What this server is, and how it is. */
@Module({})
export class SystemModule {
  static forRoot({ processes }: Environment): DynamicModule {
    return {
      module: SystemModule,
      controllers: [SystemController],
      providers: [SystemService, { provide: PROCESSES, useValue: processes }],
    };
  }
}
