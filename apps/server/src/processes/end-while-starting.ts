import { constants } from 'node:os';

/**
 * Until somebody handles SIGTERM and SIGINT in an orderly way, they end the process. They would do so by themselves, but not to the first
 * process of a container, to which a signal that nobody handles is not delivered.
 */
export function endWhileStarting(): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (process.listenerCount(signal) === 1) process.exit(128 + constants.signals[signal]);
    });
  }
}
