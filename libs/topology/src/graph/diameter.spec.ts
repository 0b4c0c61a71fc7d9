import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { components } from './components.js';
import { diameter } from './diameter.js';
import { Graph } from './graph.js';

function graphOf(nodes: number, links: [number, number][]): Graph {
  return new Graph({
    nodes: Array.from({ length: nodes }, (_, node) => `${node}`),
    links: links.map(([from, to]) => ({ from: `${from}`, to: `${to}` })),
  });
}

/** All pairs by Floyd and Warshall: Infinity between components. */
function distances(nodes: number, links: [number, number][]): number[][] {
  const hops = Array.from({ length: nodes }, (_, i) => Array.from({ length: nodes }, (_, j) => (i === j ? 0 : Infinity)));
  for (const [from, to] of links.filter(([from, to]) => from !== to)) hops[from][to] = hops[to][from] = 1;
  for (let via = 0; via < nodes; via++)
    for (let i = 0; i < nodes; i++) for (let j = 0; j < nodes; j++) hops[i][j] = Math.min(hops[i][j], hops[i][via] + hops[via][j]);
  return hops;
}

const anyGraph = fc.integer({ min: 1, max: 60 }).chain((nodes) => {
  const node = fc.integer({ min: 0, max: nodes - 1 });
  return fc.record({ nodes: fc.constant(nodes), links: fc.array(fc.tuple(node, node), { maxLength: 100 }) });
});

describe('a network as a graph', () => {
  it('has the diameter that all shortest paths give, and as many components as there are sets of mutually reachable nodes', () => {
    fc.assert(
      fc.property(anyGraph, ({ nodes, links }) => {
        const graph = graphOf(nodes, links);
        const hops = distances(nodes, links);
        const parts = components(graph);
        expect(diameter(graph, parts)).toBe(Math.max(...hops.flat().filter(Number.isFinite)));
        expect(parts.count).toBe(new Set(hops.map((row) => row.findIndex(Number.isFinite))).size);
      }),
      { numRuns: 300 },
    );
  });

  it.each<[string, number, [number, number][], number]>([
    ['a ring of 1000', 1000, Array.from({ length: 1000 }, (_, node) => [node, (node + 1) % 1000]), 500],
    ['a line of 5000', 5000, Array.from({ length: 4999 }, (_, node) => [node, node + 1]), 4999],
    ['a star of 5000', 5000, Array.from({ length: 4999 }, (_, node) => [0, node + 1]), 2],
    ['5000 nodes without links', 5000, [], 0],
  ])('knows the diameter of %s', (_, nodes, links, hops) => {
    const graph = graphOf(nodes, links);
    expect(diameter(graph, components(graph))).toBe(hops);
  });

  it('says null rather than search for longer than it may', () => {
    const ring = graphOf(
      1000,
      Array.from({ length: 1000 }, (_, node) => [node, (node + 1) % 1000]),
    );
    expect(diameter(ring, components(ring), 10_000)).toBeNull();
  });
});
