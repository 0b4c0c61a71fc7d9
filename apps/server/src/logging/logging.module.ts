import { type DynamicModule, Module } from '@nestjs/common';
import { PinoLogger } from './pino-logger.js';

/** The log of the process, for what writes lines with members of its own. */
@Module({})
export class LoggingModule {
  static forRoot(logger: PinoLogger): DynamicModule {
    return { module: LoggingModule, global: true, providers: [{ provide: PinoLogger, useValue: logger }], exports: [PinoLogger] };
  }
}
