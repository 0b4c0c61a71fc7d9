import { MAX_FRAME_BYTES } from '@skein/fleet';
import type { FromRemoteRunner } from '@skein/runner';

/** What is left of a frame for its other members, in bytes. */
const FRAME_BYTES = MAX_FRAME_BYTES - 4096;
/** JSON writes a character with up to so many bytes. */
const MOST_BYTES = 6;

/**
 * A message as one frame can hold it: a longer one would end the connection, and the next one too. Results that are too long are told as a failure, since
 * nobody could be told of them.
 * @returns null for what can be done without
 */
export function fitting(message: FromRemoteRunner): FromRemoteRunner | null {
  switch (message.type) {
    case 'done': {
      if (fits(message.results)) return message;
      const { sim_id, epoch, results } = message;
      return { type: 'failed', sim_id, epoch, code: 'results_too_large', message: tooLong(results) };
    }
    case 'answer':
      return fits(message.results) ? message : { type: 'refused', request: message.request, reason: tooLong(message.results) };
    case 'snapshot':
      return (message.snapshot.bytes.length * 4) / 3 <= FRAME_BYTES ? message : null;
    case 'progress':
    case 'log':
    case 'workload':
    case 'failed':
    case 'refused':
    case 'lost':
      return message;
  }
}

function fits(text: string): boolean {
  return text.length * MOST_BYTES <= FRAME_BYTES || Buffer.byteLength(JSON.stringify(text)) <= FRAME_BYTES;
}

function tooLong(results: string): string {
  return `The results have ${results.length} characters; an agent can send some ${Math.floor(FRAME_BYTES / 1024 / 1024)} MiB. Run it at the server itself.`;
}
