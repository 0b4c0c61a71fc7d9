import type { ChangeRequest, Step } from '@skein/simulation';
import type { AdmittedRequest } from '@skein/topology';
import { Batches } from '../database/batches.js';
import type { Database } from '../database/database.js';
import { isTransient } from '../database/is-transient.js';
import { CREATE_SIMULATIONS } from '../sql/create-simulations.js';
import { packTexts } from './packed-texts.js';
import { jsonbText } from './parameters.js';

/** A simulation to be added. */
export interface Creation {
  simId: string;
  admitted: AdmittedRequest;
  first: Step;
  request: ChangeRequest;
}

/** Large enough for every connection that a server is likely to have; the parameters' size is bounded by bytes besides. */
const MOST = 256;

/** One alone accepts as many a second; a second keeps a scenario of megabytes from holding up everybody else. */
const LANES = 2;

/**
 * Group commit: few statements in flight, and whatever is submitted meanwhile goes into the next. The result of an item says whether its
 * simulation was made; it was not where the request id was taken.
 */
export function creations(database: Database): Batches<Creation, boolean> {
  const run = async (items: Creation[]): Promise<boolean[]> => {
    const rows = await database.rows<{ sim_id: string }>(CREATE_SIMULATIONS, parametersOf(items));
    const made = new Set(rows.map(({ sim_id }) => sim_id));
    return items.map(({ simId }) => made.has(simId));
  };
  return new Batches(run, {
    lanes: LANES,
    most: MOST,
    bytesOf: ({ admitted }) => admitted.scenario.length,
    mayBeOneItems: (error) => !isTransient(error),
  });
}

function parametersOf(items: readonly Creation[]): unknown[] {
  const scenarios = packTexts(items.map(({ admitted }) => admitted.scenario));
  const column = <T>(of: (item: Creation) => T): T[] => items.map(of);
  return [
    column(({ simId }) => simId),
    column(({ admitted }) => admitted.name),
    column(({ admitted }) => jsonbText(admitted.labels)),
    column(({ admitted }) => JSON.stringify(admitted.config)),
    column(({ admitted }) => admitted.nodes),
    column(({ admitted }) => admitted.links),
    column(({ admitted }) => JSON.stringify(admitted.warnings)),
    column(({ first }) => first.to),
    scenarios.bytes,
    scenarios.starts,
    scenarios.lengths,
    column(({ first }) => first.from),
    column(({ first }) => first.reason),
    column(({ request }) => request.requestId),
    column(({ request }) => request.operation),
    column(({ request }) => request.fingerprint),
    column(({ admitted }) => admitted.priority),
  ];
}
