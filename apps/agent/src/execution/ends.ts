import { MAX_FRAME_BYTES, MAX_RESULT_LENGTH } from '@skein/fleet';
import { Refused } from '../commands/command.js';
import type { FinalState } from '../journal/records.js';

/** Why a running command is told to stop; what its signal is aborted with. */
export class CutShort extends Error {
  override readonly name = 'CutShort';

  constructor(
    readonly state: FinalState,
    message: string,
  ) {
    super(message);
  }
}

/** How a command ended, in the words of its result. */
export interface Ending {
  state: FinalState;
  result: string;
}

/** What is left of a frame for its other members, in bytes. */
const FRAME_BYTES = MAX_FRAME_BYTES - 1024;

/** The ending as the server can take it: no NUL, which its database does not keep, and no longer than a frame. */
export function sendable({ state, result }: Ending): Ending {
  const text = result.replaceAll('\0', '\uFFFD');
  const fits = text.length <= MAX_RESULT_LENGTH && Buffer.byteLength(JSON.stringify(text)) <= FRAME_BYTES;
  if (fits) return { state, result: text };
  return { state: 'failed', result: `Its result has ${text.length} characters; at most ${MAX_RESULT_LENGTH} can be sent.` };
}

/** @param outcome what the command returned: text as it is, the rest as JSON */
export function success(outcome: unknown): Ending {
  return { state: 'succeeded', result: typeof outcome === 'string' ? outcome : (JSON.stringify(outcome) ?? '') };
}

/** What a command threw; where it had been told to stop, that is why, whatever it threw. */
export function failure(error: unknown, signal: AbortSignal): Ending {
  if (signal.aborted && signal.reason instanceof CutShort) return { state: signal.reason.state, result: signal.reason.message };
  if (error instanceof Refused) return { state: 'rejected', result: error.message };
  return { state: 'failed', result: error instanceof Error ? error.message : String(error) };
}
