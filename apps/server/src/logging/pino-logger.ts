import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';

/** What Nest tells of its own start interests whoever works on Skein, not whoever runs it. */
const INTERNAL = ['InstanceLoader', 'NestApplication', 'NestFactory', 'RouterExplorer', 'RoutesResolver'];

/** Nest's logging through pino: JSON lines for machines, readable lines on a terminal. */
export class PinoLogger implements LoggerService {
  private readonly pino: Logger;

  constructor(level: string, pretty: boolean) {
    this.pino = pino({
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      ...(pretty && {
        transport: {
          target: 'pino-pretty',
          options: { translateTime: 'SYS:HH:MM:ss', ignore: 'context', messageFormat: '{context}: {msg}' },
        },
      }),
    });
  }

  log(message: unknown, context?: string): void {
    if (context && INTERNAL.includes(context)) this.debug(message, context);
    else this.pino.info({ context }, text(message));
  }

  error(message: unknown, ...rest: string[]): void {
    const [stack, context] = rest.length > 1 ? rest : [undefined, rest[0]];
    this.pino.error({ context, ...(stack && { stack }) }, text(message));
  }

  warn(message: unknown, context?: string): void {
    this.pino.warn({ context }, text(message));
  }

  debug(message: unknown, context?: string): void {
    this.pino.debug({ context }, text(message));
  }
}

function text(message: unknown): string {
  return message instanceof Error ? (message.stack ?? message.message) : String(message);
}
