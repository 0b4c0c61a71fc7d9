import { at } from '@skein/problem';
import type { Limits } from '../../model/defaults.js';
import type { LinkInput } from '../inputs/link.input.js';
import type { TopologyInput } from '../inputs/topology.input.js';
import type { Problems } from '../reading/problems.js';
import { Hops } from './hops.js';
import { KnownNodes } from './known-nodes.js';
import { isId, objectsIn, type Sent } from './sent.js';
import { UniqueIds } from './unique-ids.js';

/** How nodes and links go together. */
export function checkNetwork(
  topology: Sent<TopologyInput>,
  pointer: string,
  limits: Limits,
  problems: Problems,
): { nodes: KnownNodes; hops: Hops } {
  const nodes = new KnownNodes(topology.nodes, limits.nodes, at(pointer, 'nodes'), problems);
  const ids = new UniqueIds('link', problems);
  for (const [index, { from, to, id }] of objectsIn<LinkInput>(topology.links, limits.links)) {
    const place = `${pointer}/links/${index}`;
    ids.take(id, place);
    nodes.check(from, `${place}/from`);
    nodes.check(to, `${place}/to`);
    if (isId(from) && from === to)
      problems.add(`${place}/to`, 'A link must join two different nodes.', { value: to, accepted: 'the id of another node than from' });
  }
  return { nodes, hops: new Hops(topology.links, limits.links, nodes) };
}
