import { MAX_FRAME_BYTES, PROTOCOL, type Hello, type UnsentResult } from '@skein/fleet';

/** Of a `hello`, for results; the rest of a frame is far more than all else in it takes. */
const RESULTS_BYTES = MAX_FRAME_BYTES / 2;

/**
 * The first message of a connection. Results that it has no room for are named as running, which is what the server takes them to be until they
 * come.
 */
export function helloOf(members: Omit<Hello, 'type' | 'protocol' | 'unsent_results'>, results: readonly UnsentResult[]): Hello {
  const unsent_results: UnsentResult[] = [];
  const later: string[] = [];
  let bytes = 0;
  for (const result of results) {
    bytes += Buffer.byteLength(JSON.stringify(result));
    if (bytes <= RESULTS_BYTES) unsent_results.push(result);
    else later.push(result.id);
  }
  return { type: 'hello', protocol: PROTOCOL, ...members, running: [...members.running, ...later], unsent_results };
}
