import { at } from '@skein/problem';
import type { Limits } from '../../model/defaults.js';
import type { LinkInput } from '../inputs/link.input.js';
import type { TopologyInput } from '../inputs/topology.input.js';
import type { Problems } from '../reading/problems.js';
import { checkAlternatives } from './alternatives.js';
import { checkEnds } from './ends.js';
import { Hops } from './hops.js';
import { KnownNodes } from './known-nodes.js';
import { objectsIn, type Sent } from './sent.js';
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
  for (const [index, link] of objectsIn<LinkInput>(topology.links, limits.links)) {
    const place = `${pointer}/links/${index}`;
    ids.take(link.id, place);
    checkEnds('link', link, place, nodes, problems);
    checkLinkForms(link, place, problems);
  }
  return { nodes, hops: new Hops(topology.links, limits.links, nodes) };
}

/** A link loses packets in one way, and limits its queue in one. */
export function checkLinkForms(link: Sent<LinkInput>, pointer: string, problems: Problems): void {
  checkAlternatives(link, ['loss_percent', 'gilbert_elliott'], 'lose packets', pointer, problems);
  checkAlternatives(link, ['queue_packets', 'queue_bytes'], 'limit the queue', pointer, problems);
}
