import { BrokenPipe, Interrupted } from './endings.js';

const brokenPipe = new AbortController();

/** Has a pipe that nobody reads end the work in hand, quietly; without this Node ends the process with a stack trace. */
export function watchOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      brokenPipe.abort(new BrokenPipe());
    });
  }
}

/** Runs `work` with a signal that Ctrl-C, SIGTERM and a broken pipe abort. A second Ctrl-C ends the process at once. */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const interrupted = new AbortController();
  const interrupt = () => {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
    interrupted.abort(new Interrupted('Interrupted.'));
  };
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  const signal = AbortSignal.any([interrupted.signal, brokenPipe.signal]);
  try {
    return await work(signal);
  } catch (error) {
    // A request that was aborted says only that it was.
    if (!(error instanceof Interrupted)) signal.throwIfAborted();
    throw error;
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}
