import { LINK_DEFAULTS } from '../../model/defaults.js';
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
  return warnings;
}
