import { at } from '@skein/problem';
import { FLOW_DEFAULTS } from '../../model/defaults.js';
import type { FlowInput } from '../inputs/flow.input.js';
import type { Problems } from '../reading/problems.js';
import type { Sent } from './sent.js';

/**
 * A flow must end after it begins, or it would send nothing.
 * @param editedAtSec simulated time of the edit by which a running simulation gets the flow or its end
 */
export function checkStop(
  { start_sec, stop_sec }: Sent<Pick<FlowInput, 'start_sec' | 'stop_sec'>>,
  pointer: string,
  problems: Problems,
  editedAtSec = -Infinity,
): void {
  const start = start_sec ?? FLOW_DEFAULTS.start_sec;
  if (typeof start !== 'number' || typeof stop_sec !== 'number') return;
  const [earliest, what] = start < editedAtSec ? [editedAtSec, 'the time of the edit'] : [start, 'start_sec'];
  if (!(stop_sec <= earliest)) return;
  problems.add(at(pointer, 'stop_sec'), `stop_sec must be later than ${what}, which is ${earliest}.`, {
    value: stop_sec,
    accepted: `a number above ${earliest} (s)`,
  });
}
