import { existsSync, readFileSync } from 'node:fs';
import type { EcmpMode, Flow, Scenario } from '@skein/topology';
import { flow, link, scenario } from './scenario.js';

/** The published networks lie next to the repository. */
const FOLDER = new URL('../../../../../shared/data/topohub/', import.meta.url);

/**
 * A network of the TopoHub collection. `uni` is the load of one direction of a link, in percent of the highest, when every ordered pair sends one
 * unit over the paths of the fewest hops, split equally among the next hops at every node.
 */
export interface PublishedNetwork {
  nodes: { id: number }[];
  edges: { source: number; target: number; ecmp_fwd: { uni: number }; ecmp_bwd: { uni: number } }[];
}

/** What a direction of a link carries when every ordered pair sends one packet. */
export interface SplitLoad {
  /** Expected number of packets. */
  mean: number;
  /** Its variance where each packet, or flow, decides alone: Σ p (1 - p) over the pairs, each of which crosses the link with the probability p. */
  variance: number;
}

/** Null, with the reason on standard error, where the file is absent. */
export function readPublished(name: string): PublishedNetwork | null {
  const file = new URL(name, FOLDER);
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as PublishedNetwork;
  process.stderr.write(`skipped: ${name} is not in ${FOLDER.pathname}\n`);
  return null;
}

/** The published loads in percent, forward before backward, link by link: the order of the engine's results. */
export function publishedPercent({ edges }: PublishedNetwork): number[] {
  return edges.flatMap(({ ecmp_fwd, ecmp_bwd }) => [ecmp_fwd.uni, ecmp_bwd.uni]);
}

/**
 * The loads in the same order, worked out: what a node has for a destination is halved, or cut in three, among the directions that lead to a node
 * with fewer hops to go, the farthest nodes first.
 */
export function equalSplitLoads({ nodes, edges }: PublishedNetwork): SplitLoad[] {
  const directions = edges.flatMap(({ source, target }) => [
    { from: source, to: target },
    { from: target, to: source },
  ]);
  const loads = directions.map(() => ({ mean: 0, variance: 0 }));
  for (const { id: destination } of nodes) {
    const hops = hopsTo(destination, directions);
    const farthestFirst = [...hops.keys()].sort((a, b) => hops.get(b)! - hops.get(a)!);
    for (const source of farthestFirst.filter((node) => node !== destination)) {
      const share = new Map([[source, 1]]);
      for (const node of farthestFirst) {
        const ways = [...directions.keys()].filter((i) => directions[i].from === node && hops.get(directions[i].to)! < hops.get(node)!);
        const part = (share.get(node) ?? 0) / ways.length;
        for (const way of part > 0 && ways.length > 0 ? ways : []) {
          share.set(directions[way].to, (share.get(directions[way].to) ?? 0) + part);
          loads[way].mean += part;
          loads[way].variance += part * (1 - part);
        }
      }
    }
  }
  return loads;
}

function hopsTo(destination: number, directions: readonly { from: number; to: number }[]): Map<number, number> {
  const hops = new Map([[destination, 0]]);
  // A map is walked in the order in which nodes came, those that are added on the way included: breadth first.
  for (const [node, distance] of hops) {
    for (const { from, to } of directions) if (to === node && !hops.has(from)) hops.set(from, distance + 1);
  }
  return hops;
}

/** What every ordered pair sends: so many flows, each of so many packets at one rate. */
export interface UniformDemand {
  flowsPerPair: number;
  packetsPerFlow: number;
  arrivals: Flow['arrivals'];
}

/** Every ordered pair sends the same; the links are fast, and their queues deep enough that flows in step lose nothing. */
export function uniformScenario(
  published: PublishedNetwork,
  { flowsPerPair, packetsPerFlow, arrivals }: UniformDemand,
  ecmp: EcmpMode,
  seed = 1,
): Scenario {
  const rate_pps = 100;
  const sendingSec = packetsPerFlow / rate_pps;
  const names = published.nodes.map(({ id }) => `${id}`);
  const links = published.edges.map(({ source, target }) => {
    return link(`${source}`, `${target}`, { bandwidth_mbps: 10_000, queue_packets: 1_000_000 });
  });
  const flows = names.flatMap((from) =>
    names
      .filter((to) => to !== from)
      .flatMap((to) =>
        Array.from({ length: flowsPerPair }, (_, i) =>
          flow(from, to, { id: `${from}>${to} ${i}`, rate_pps, arrivals, packet_bytes: 100, stop_sec: sendingSec }),
        ),
      ),
  );
  return scenario(links, flows, { duration_sec: sendingSec + 1, routing: { metric: 'hops', ecmp }, seed });
}
