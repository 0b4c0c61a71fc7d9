import type { Edit, Scenario } from '@skein/topology';
import { Simulator } from '../simulator.js';
import { flow, scenario } from './scenario.js';
import type { NetworkLink } from '@skein/topology';

/** One direction of a link; its place in a list is its place in the engine's results: link by link, forward before backward. */
export interface Direction {
  from: string;
  to: string;
  link: NetworkLink;
}

export function directionsOf(links: readonly NetworkLink[]): Direction[] {
  return links.flatMap((link) => {
    const forward = { from: link.from, to: link.to, link };
    return link.directed ? [forward] : [forward, { from: link.to, to: link.from, link }];
  });
}

/** A packet every second, small and on its way for less than that, so that no two are ever under way together. */
export function lonePackets(
  links: NetworkLink[],
  from: string,
  to: string,
  packets: number,
  config: Partial<Scenario['config']>,
  id = 'flow',
): Scenario {
  const traffic = [flow(from, to, { id, arrivals: 'constant', rate_pps: 1, packet_bytes: 100 })];
  return scenario(links, traffic, { ...config, duration_sec: packets }, [from, to]);
}

/**
 * The way of each packet of such a flow, as places in the list of directions; null for one that did not arrive. Throws where the directions that
 * carried a packet are not one way from end to end.
 *
 * @param edits made before the packet of that number.
 */
export function tracePaths(input: Scenario, edits: Readonly<Record<number, Edit[]>> = {}): (number[] | null)[] {
  const [{ from, to }] = input.traffic!;
  const simulator = new Simulator(input);
  const directions = directionsOf(input.topology.links);
  let before = simulator.results();
  return Array.from({ length: input.config.duration_sec }, (_, packet) => {
    if (edits[packet]) simulator.apply(edits[packet]);
    simulator.advance(packet + 1);
    const after = simulator.results();
    const carried = after.links.map(({ packets }, i) => packets - before.links[i].packets);
    const arrived = after.packets.delivered > before.packets.delivered;
    before = after;
    return arrived ? inOrder(carried, directions, from, to) : null;
  });
}

function inOrder(carried: number[], directions: readonly Direction[], from: string, to: string): number[] {
  const used = new Set(carried.flatMap((packets, i) => (packets > 0 ? [i] : [])));
  const way: number[] = [];
  for (let at = from; at !== to; at = directions[way[way.length - 1]].to) {
    const next = [...used].filter((i) => directions[i].from === at);
    if (next.length !== 1 || carried[next[0]] !== 1) throw new Error(`No simple way: ${carried.join(' ')} on the directions.`);
    used.delete(next[0]);
    way.push(next[0]);
  }
  if (used.size > 0) throw new Error(`Beside the way: ${[...used].join(' ')}.`);
  return way;
}
