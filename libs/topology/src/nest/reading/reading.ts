import type { Limits } from '../../model/defaults.js';
import type { AdmittedRequest, ReadOutcome, TopologyReport } from '../../request/outcome.js';
import { readRequest } from '../../request/reading/read-request.js';
import { readTopology } from '../../request/reading/read-topology.js';

/** The two ways to read a body. */
export interface Readings {
  request: AdmittedRequest;
  topology: TopologyReport;
}

/** A body to be read, on this thread or another. */
export interface ReadTask<Kind extends keyof Readings = keyof Readings> {
  kind: Kind;
  body: Uint8Array;
  limits: Limits;
}

const READERS: { [Kind in keyof Readings]: (body: Uint8Array, limits: Limits) => ReadOutcome<Readings[Kind]> } = {
  request: readRequest,
  topology: readTopology,
};

export function read<Kind extends keyof Readings>({ kind, body, limits }: ReadTask<Kind>): ReadOutcome<Readings[Kind]> {
  return READERS[kind](body, limits);
}
