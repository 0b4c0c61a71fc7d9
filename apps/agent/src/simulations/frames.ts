import { MAX_PACKED_BYTES, PART_LENGTH, toParts, type FromAgent } from '@skein/fleet';
import { fromRunnerJson, type FromRemoteRunner } from '@skein/runner';

/** What carries messages about simulations. */
export type Frame = Extract<FromAgent, { type: 'runner' | 'part' }>;

/**
 * A message as the frames that carry it. Results that are too long even for several are told as a failure, since nobody could be told of them; what can be
 * done without is left out.
 * @param most bytes of a message when it is packed
 */
export function framesOf(message: FromRemoteRunner, most = MAX_PACKED_BYTES): Frame[] {
  return framesFor(message, most) ?? framesFor(instead(message), most) ?? [];
}

/** @returns null where it is too long */
function framesFor(message: FromRemoteRunner | null, most: number): Frame[] | null {
  if (message === null) return null;
  const json = fromRunnerJson(message);
  const text = JSON.stringify(json);
  return text.length <= PART_LENGTH ? [{ type: 'runner', message: json }] : toParts(text, most);
}

function instead(message: FromRemoteRunner): FromRemoteRunner | null {
  if (message.type === 'done') {
    const { sim_id, epoch, results } = message;
    return { type: 'failed', sim_id, epoch, code: 'results_too_large', message: tooLong(results) };
  }
  if (message.type === 'answer') return { type: 'refused', request: message.request, reason: tooLong(message.results) };
  return null;
}

function tooLong(results: string): string {
  return `The results have ${results.length} characters, which is more than an agent can send. Run it at the server itself.`;
}
