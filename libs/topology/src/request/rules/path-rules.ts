import { at } from '@skein/problem';
import { MAX_PATH_NODES } from '../bounds.js';
import type { FlowInput } from '../inputs/flow.input.js';
import { inWords, quote } from '@skein/intake';
import type { Problems } from '../reading/problems.js';
import { isId, type Sent } from './sent.js';

/** What a path is held against. */
export interface Ways {
  /** Reports an id that no node has. */
  nodes: { check(id: unknown, pointer: string): void };
  /** Whether some link leads from one node to the next; true where either is unknown. */
  hops: { lead(from: unknown, to: unknown): boolean };
}

/** A path begins where its flow does, ends where it does, and follows links in between, in their direction. */
export function checkPath(flow: Sent<FlowInput>, pointer: string, network: Ways, problems: Problems): void {
  const { path } = flow;
  if (!Array.isArray(path) || path.length < 2 || path.length > MAX_PATH_NODES) return;
  const place = at(pointer, 'path');
  path.forEach((id: unknown, position) => {
    if (!isId(id)) {
      problems.add(at(place, position), `A path is made of node ids, not ${inWords(id)}.`, { value: id, accepted: 'the id of a node' });
      return;
    }
    network.nodes.check(id, at(place, position));
    if (position > 0) checkHop(path[position - 1], id, at(place, position), network, problems);
  });
  checkEnd(path[0], flow.from, at(place, 0), 'begin', problems);
  checkEnd(path.at(-1), flow.to, at(place, path.length - 1), 'end', problems);
}

function checkHop(from: unknown, to: string, pointer: string, { hops }: Ways, problems: Problems): void {
  if (hops.lead(from, to)) return;
  problems.add(pointer, `No link leads from ${quote(from as string)} to ${quote(to)}.`, {
    value: to,
    accepted: `a node that a link from ${quote(from as string)} leads to`,
  });
}

function checkEnd(id: unknown, end: unknown, pointer: string, verb: 'begin' | 'end', problems: Problems): void {
  if (!isId(id) || !isId(end) || id === end) return;
  problems.add(pointer, `The path must ${verb} at ${quote(end)}, where the flow ${verb}s.`, { value: id, accepted: quote(end) });
}
