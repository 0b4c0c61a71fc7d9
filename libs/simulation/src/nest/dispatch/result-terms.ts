import type { ResultsAt } from '@skein/runner';
import { ALL_PAIRS_NODES, PROBES_PER_NODE } from '@skein/topology';
import type { ResultTerms } from '../../ports/claim-store.js';

/** No edit that adds a flow or a link is written in fewer bytes; one that adds a router may bring several links. */
const LEAST_BYTES_OF_AN_ADDITION = 16;

/**
 * Compares results from another machine, which have been checked against themselves, with the simulation that they are said to be of.
 * @param ended whether the simulation has run to its end
 * @returns why they cannot be its results; null where they can
 */
export function resultsFault({ simulated_sec, summary }: ResultsAt, terms: ResultTerms, ended: boolean): string | null {
  const { durationSec, seed, sampleIntervalSec, links, editsBytes } = terms;
  if (summary === undefined) return 'they have not been checked';
  if (ended ? simulated_sec !== durationSec : simulated_sec > durationSec) return `they are of ${simulated_sec} s of ${durationSec} s`;
  if (summary.seed !== seed) return `they are of the seed ${summary.seed} instead of ${seed}`;
  if (summary.sample_interval_sec !== sampleIntervalSec) {
    return `they have a sample every ${summary.sample_interval_sec} s instead of ${sampleIntervalSec} s`;
  }
  // What an edit has added is in the results too; what one has removed stays in them.
  const additions = Math.floor(editsBytes / LEAST_BYTES_OF_AN_ADDITION);
  return (
    countFault('flows', summary.flows, flowsOf(terms), additions) ?? countFault('directions of links', summary.links, links, 2 * additions)
  );
}

function countFault(what: string, found: number, least: number, additions: number): string | null {
  return found >= least && found <= least + additions ? null : `they have ${found} ${what}, and the simulation has ${least}`;
}

/** Without traffic of its own, a simulation gets the default, see `defaultTraffic`. */
function flowsOf({ flows, nodes }: ResultTerms): number {
  return flows ?? nodes * (nodes <= ALL_PAIRS_NODES ? nodes - 1 : PROBES_PER_NODE);
}
