import { SkeinProblem, SkeinUnreachable } from '@skein/client';
import { CommanderError } from 'commander';
import { BrokenPipe, Interrupted, UnusableInput } from './endings.js';

/** The exit codes of the command. */
export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  unreachable: 3,
  unauthorized: 4,
  not_found: 5,
  conflict: 6,
  busy: 7,
  interrupted: 130,
} as const;

const OF_STATUS: Record<number, number> = {
  400: EXIT.usage,
  401: EXIT.unauthorized,
  403: EXIT.unauthorized,
  404: EXIT.not_found,
  409: EXIT.conflict,
  412: EXIT.conflict,
  413: EXIT.usage,
  415: EXIT.usage,
  422: EXIT.usage,
  429: EXIT.busy,
  503: EXIT.busy,
};

/** The exit code for what has ended the command. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof SkeinProblem) return OF_STATUS[error.status] ?? EXIT.failed;
  if (error instanceof SkeinUnreachable) return EXIT.unreachable;
  if (error instanceof Interrupted) return EXIT.interrupted;
  if (error instanceof UnusableInput) return EXIT.usage;
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (error instanceof BrokenPipe) return EXIT.done;
  return EXIT.failed;
}
