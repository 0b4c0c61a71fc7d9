import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';

/** What Nest tells of its own start interests whoever works on Skein, not whoever runs it. */
const INTERNAL = ['InstanceLoader', 'NestApplication', 'NestFactory', 'RouterExplorer', 'RoutesResolver'];

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/**
 * Nest's logging through pino: JSON lines for machines, readable lines on a terminal. Objects that follow a message become members of its line: who logs
 * something about a simulation, a runner or an agent adds `{ sim_id }`, `{ runner }` or `{ agent_id }`.
 */
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
          options: { translateTime: 'SYS:HH:MM:ss', ignore: 'context', messageFormat: '{context}: {msg}', singleLine: true },
        },
      }),
    });
  }

  /** Whether a line of that level is written at all. */
  tells(level: LogLevel): boolean {
    return this.pino.isLevelEnabled(level);
  }

  write(level: LogLevel, message: string, members: Record<string, unknown>): void {
    this.pino[level](members, message);
  }

  log(message: unknown, ...rest: unknown[]): void {
    const members = membersOf(rest);
    this.write(INTERNAL.includes(String(members['context'])) ? 'debug' : 'info', text(message), members);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', text(message), membersOf(rest));
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', text(message), membersOf(rest));
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', text(message), membersOf(rest));
  }
}

/** Of what Nest hands on: the last text is who logs, one before it is a stack, and objects are members of the line. */
function membersOf(rest: readonly unknown[]): Record<string, unknown> {
  const texts = rest.filter((part) => typeof part === 'string');
  const objects = rest.filter((part) => typeof part === 'object' && part !== null);
  const context = texts.pop();
  const stack = texts.pop();
  return Object.assign({}, context !== undefined && { context }, ...objects, stack !== undefined && { stack }) as Record<string, unknown>;
}

function text(message: unknown): string {
  return message instanceof Error ? (message.stack ?? message.message) : String(message);
}
