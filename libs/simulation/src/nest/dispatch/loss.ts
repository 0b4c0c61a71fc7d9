import { step } from '../../lifecycle/transitions.js';
import { SUSPECT_LOSSES, type Loss } from '../../ports/claim-store.js';

/** A simulation that costs so many runners in a row, without getting further, is what kills them: the last one had nothing else to do. */
const MOST_LOSSES = SUSPECT_LOSSES + 1;

/**
 * The loss of a runner.
 * @param reason why it is gone: `its thread exited`
 * @param counted false for an orderly shutdown
 */
export function lossOf(reason: string, counted = true): Loss {
  const message = `Its runner was lost ${MOST_LOSSES} times in a row at the same simulated time; the last time: ${reason}`;
  return { counted, most: MOST_LOSSES, message, steps: [step('running', 'fail', message), step('paused', 'fail', message)] };
}
