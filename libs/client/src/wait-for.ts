import type { StatusDocument } from './generated/index.js';
import { pause } from './pause.js';

export interface WaitOptions {
  /** Gives up waiting (the simulation goes on) and rejects with the signal's reason. */
  signal?: AbortSignal;
  /** Called with each status that was read, the last one included. */
  onProgress?: (status: StatusDocument) => void;
  /** Pause between two readings, milliseconds. */
  intervalMs?: number;
}

const ENDED = ['stopped', 'done', 'failed'];

/** Reads the status until it is terminal, and returns that. */
export async function waitForEnd(
  read: () => Promise<StatusDocument>,
  { signal, onProgress, intervalMs = 250 }: WaitOptions,
): Promise<StatusDocument> {
  for (;;) {
    signal?.throwIfAborted();
    const status = await read();
    onProgress?.(status);
    if (ENDED.includes(status.status)) return status;
    await pause(intervalMs, signal);
  }
}
