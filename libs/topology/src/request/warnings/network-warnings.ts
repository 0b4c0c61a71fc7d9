import { LINK_DEFAULTS } from '../../model/defaults.js';
import type { LinkInput } from '../inputs/link.input.js';
import type { TopologyInput } from '../inputs/topology.input.js';
import type { Warning } from '../outcome.js';

/**
 * What is legal in a network, but may not have been meant. One warning per kind, however often it applies.
 * @param components how many parts the network falls into
 */
export function networkWarnings({ nodes, links }: TopologyInput, components: number, pointer: string): Warning[] {
  const sent = links ?? [];
  const warnings: Warning[] = [];
  if (sent.length === 0) warnings.push({ code: 'no_links', pointer, message: 'There are no links: no packet can leave its node.' });
  else if (components > 1)
    warnings.push({
      code: 'disconnected',
      pointer,
      message: `The ${nodes.length} nodes fall into ${components} components that no link joins; packets between them are dropped as no_route.`,
    });
  const first = sent.findIndex(({ latency }) => typeof latency !== 'number');
  if (first >= 0) {
    const count = sent.filter(({ latency }) => typeof latency !== 'number').length;
    const subject = count === 1 ? 'One link gives no latency and gets' : `${count} links give no latency and get`;
    warnings.push({
      code: 'latency_defaulted',
      pointer: `${pointer}/links/${first}`,
      message: `${subject} ${LINK_DEFAULTS.latency} ms${count === 1 ? '' : '; this is the first of them'}.`,
    });
  }
  const listedTwice = linksListedBothWays(sent);
  if (listedTwice)
    warnings.push({ code: 'parallel_links', pointer: `${pointer}/links/${listedTwice.second}`, message: inWords(listedTwice, sent) });
  return warnings;
}

interface ListedBothWays {
  pairs: number;
  /** Positions of the first pair. */
  first: number;
  second: number;
}

/** Links that are not directed, and of which another leads from the second end to the first. */
function linksListedBothWays(links: readonly LinkInput[]): ListedBothWays | null {
  const seen = new Map<string, number>();
  let found: ListedBothWays | null = null;
  for (const [index, { from, to, directed }] of links.entries()) {
    if (directed) continue;
    const other = seen.get(`${to.length} ${to}${from}`);
    if (other !== undefined) {
      found ??= { pairs: 0, first: other, second: index };
      found.pairs += 1;
    }
    seen.set(`${from.length} ${from}${to}`, index);
  }
  return found;
}

function inWords({ pairs, first, second }: ListedBothWays, links: readonly LinkInput[]): string {
  const { from, to } = links[first];
  const more = pairs === 1 ? '' : ` The network has ${pairs} such pairs; this is the first of them.`;
  return (
    `Link ${first} leads from ${shortened(from)} to ${shortened(to)} and link ${second} leads back. Neither is directed, so these are two parallel links in both directions: ` +
    `if one fails, packets take the other. For one link in both directions, remove one of the two; for one link in each direction, add "directed": true to both.${more}`
  );
}

/** A warning must not grow with the names in a request. */
function shortened(id: string): string {
  return JSON.stringify(id.length > 40 ? `${id.slice(0, 40)}…` : id);
}
