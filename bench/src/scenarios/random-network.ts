import { config, NS3_QUEUE, type Flow, type Link, type Request } from './request.js';

export interface Sizes {
  nodes: number;
  links: number;
  flowsPerNode: number;
  ratePps: number;
  durationSec: number;
}

/**
 * A connected network without structure: each node is joined to one drawn among those before it, then pairs are drawn until there are enough
 * links, all of 10 Mbit/s and 1 to 10 ms. Each node sends packets of 1000 bytes to drawn others. The same sizes give the same network.
 */
export function randomNetwork({ nodes, links, flowsPerNode, ratePps, durationSec }: Sizes): Request {
  const draw = generator(nodes);
  const otherThan = (node: number): number => (node + 1 + draw(nodes - 1)) % nodes;
  const link = (from: number, to: number): Link => ({
    from: `n${from}`,
    to: `n${to}`,
    latency: 1 + draw(10),
    bandwidth_mbps: 10,
    queue_packets: NS3_QUEUE,
  });
  const network = Array.from({ length: nodes - 1 }, (_, before) => link(draw(before + 1), before + 1));
  while (network.length < links) {
    const from = draw(nodes);
    network.push(link(from, otherThan(from)));
  }
  const traffic = Array.from({ length: nodes * flowsPerNode }, (_, flow): Flow => {
    const from = flow % nodes;
    return { from: `n${from}`, to: `n${otherThan(from)}`, rate_pps: ratePps, packet_bytes: 1000 };
  });
  const names = Array.from({ length: nodes }, (_, node) => `n${node}`);
  return { topology: { nodes: names, links: network }, traffic, config: config(durationSec) };
}

/** Draws whole numbers below a bound. Weyl sequence through a 32-bit finalizer: evenly spread, which is all that is asked here. */
function generator(seed: number): (bound: number) => number {
  let state = seed >>> 0;
  return (bound) => {
    state = (state + 0x9e3779b9) >>> 0;
    let word = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    word = Math.imul(word ^ (word >>> 15), 0x735a2d97);
    return Math.floor((((word ^ (word >>> 15)) >>> 0) / 2 ** 32) * bound);
  };
}
