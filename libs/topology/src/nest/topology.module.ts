import { Module, type DynamicModule } from '@nestjs/common';
import type { Limits } from '../model/defaults.js';
import { EditedNetworks } from './editing/edited-networks.js';
import { READING_WORKER, ReadingThreads } from './reading/reading-threads.js';
import { REQUEST_LIMITS, RequestReader } from './reading/request-reader.js';
import { TopologiesController } from './topologies.controller.js';

const COMPILED_WORKER = new URL('./reading/reading.worker.js', import.meta.url);

/** Reads what is asked for, for this module's own endpoint and for whoever injects `RequestReader`. */
@Module({})
export class TopologyModule {
  /** @param worker file URL of the compiled reading worker, where this module itself does not run compiled */
  static forRoot(limits: Limits, worker = COMPILED_WORKER): DynamicModule {
    return {
      module: TopologyModule,
      global: true,
      controllers: [TopologiesController],
      providers: [
        { provide: REQUEST_LIMITS, useValue: limits },
        { provide: READING_WORKER, useValue: worker },
        EditedNetworks,
        ReadingThreads,
        RequestReader,
      ],
      exports: [REQUEST_LIMITS, EditedNetworks, RequestReader],
    };
  }
}
