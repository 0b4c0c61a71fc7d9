import { describe, expect, it } from '@jest/globals';
import { ECMP_MODES } from '@skein/topology';
import fc from 'fast-check';
import { anyEqualPaths, type EqualPaths, lengthsTo, wholeWeight } from '../testing/equal-paths.js';
import { directionsOf, lonePackets, tracePaths } from '../testing/traced-paths.js';

const PACKETS = 6;

function traced({ links, from, to, metric, seed }: EqualPaths, ecmp: (typeof ECMP_MODES)[number]): (number[] | null)[] {
  return tracePaths(lonePackets(links, from, to, PACKETS, { routing: { metric, ecmp }, seed }));
}

describe.each(ECMP_MODES)('in any network, with ecmp %s', (ecmp) => {
  it('every packet takes a shortest path, meets no node twice, and arrives where there is a path', () => {
    fc.assert(
      fc.property(anyEqualPaths, (network) => {
        const lengths = lengthsTo(network.to, network.links, network.metric);
        const directions = directionsOf(network.links);
        for (const way of traced(network, ecmp)) {
          expect(way !== null).toBe(lengths.has(network.from));
          const weight = way?.reduce((sum, i) => sum + wholeWeight(directions[i], network.metric), 0);
          expect(weight).toBe(lengths.get(network.from)?.weight);
          const met = [network.from, ...(way ?? []).map((i) => directions[i].to)];
          expect(new Set(met).size).toBe(met.length);
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe('without load sharing', () => {
  it('one path is taken: of the shortest those of the fewest hops, of these at each node the first channel', () => {
    fc.assert(
      fc.property(anyEqualPaths, (network) => {
        const { links, from, to, metric } = network;
        const lengths = lengthsTo(to, links, metric);
        const directions = directionsOf(links);
        let expected: number[] | null = lengths.has(from) ? [] : null;
        for (let at = from; expected && at !== to; at = directions[expected[expected.length - 1]].to) {
          const { weight, hops } = lengths.get(at)!;
          const first = directions.findIndex((direction) => {
            const ahead = lengths.get(direction.to);
            return direction.from === at && ahead?.hops === hops - 1 && ahead.weight + wholeWeight(direction, metric) === weight;
          });
          expected = [...expected, first];
        }
        expect(traced(network, 'none')).toEqual(Array(PACKETS).fill(expected));
      }),
      { numRuns: 150 },
    );
  });
});

describe('with each flow choosing', () => {
  it('all packets of a flow take one path', () => {
    fc.assert(
      fc.property(anyEqualPaths, (network) => {
        const ways = traced(network, 'flow');
        expect(ways).toEqual(Array(PACKETS).fill(ways[0]));
      }),
      { numRuns: 100 },
    );
  });

  it('a link that fails moves a flow only if it lay on its path, and its return brings the path back', () => {
    let moved = 0;
    const withLink = fc.tuple(anyEqualPaths, fc.nat(), fc.constantFrom('link', 'router'));
    fc.assert(
      fc.property(withLink, ([{ links, from, to, metric, seed }, nth, kind]) => {
        const { id, to: end } = links[nth % links.length];
        const input = lonePackets(links, from, to, 3, { routing: { metric, ecmp: 'flow' }, seed });
        const directions = directionsOf(links);
        const [before, without, after] = tracePaths(input, {
          1: kind === 'link' ? [{ operation: 'fail_link', link_id: id }] : [{ operation: 'fail_router', node_id: end }],
          2: kind === 'link' ? [{ operation: 'restore_link', link_id: id }] : [{ operation: 'restore_router', node_id: end }],
        });
        expect(after).toEqual(before);
        const touched = (i: number): boolean =>
          kind === 'link' ? directions[i].link.id === id : directions[i].from === end || directions[i].to === end;
        if (before && !before.some(touched)) expect(without).toEqual(before);
        else expect(without?.some(touched) ?? false).toBe(false);
        if (before && without && before.join() !== without.join()) moved++;
      }),
      { numRuns: 300 },
    );
    expect(moved).toBeGreaterThan(10);
  });
});
