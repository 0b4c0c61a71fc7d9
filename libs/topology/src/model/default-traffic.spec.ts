import { describe, expect, it } from '@jest/globals';
import { ALL_PAIRS_NODES, defaultTraffic, PROBES_PER_NODE } from './default-traffic.js';

const nodesOf = (count: number, prefix = 'n') => Array.from({ length: count }, (_, index) => ({ id: `${prefix}${index}` }));

/** How far counts are from equally likely ones: χ² less its mean, in its standard deviations. */
function unevenness(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  const freedom = counts.length - 1;
  return (chiSquare - freedom) / Math.sqrt(2 * freedom);
}

describe('default traffic', () => {
  it('joins every ordered pair of few nodes', () => {
    const nodes = nodesOf(ALL_PAIRS_NODES);
    const flows = defaultTraffic(nodes, 1);
    expect(flows).toHaveLength(ALL_PAIRS_NODES * (ALL_PAIRS_NODES - 1));
    expect(new Set(flows.map(({ from, to }) => `${from} ${to}`)).size).toBe(flows.length);
    expect(flows.every(({ from, to }) => from !== to)).toBe(true);
    expect(defaultTraffic(nodesOf(1), 1)).toEqual([]);
  });

  it.each([ALL_PAIRS_NODES + 1, 100, 3000])('leads from each of %i nodes to different others', (count) => {
    const flows = defaultTraffic(nodesOf(count), 7);
    expect(flows).toHaveLength(count * PROBES_PER_NODE);
    expect(new Set(flows.map(({ from, to }) => `${from} ${to}`)).size).toBe(flows.length);
    expect(flows.every(({ from, to }) => from !== to)).toBe(true);
    expect(new Set(flows.map(({ from }) => from)).size).toBe(count);
  });

  it.each([
    ['the nodes of one network', () => defaultTraffic(nodesOf(20_000), 3).map(({ to }) => Math.floor(Number(to.slice(1)) / 20))],
    [
      'seeds',
      () =>
        Array.from({ length: 1000 }, (_, seed) => defaultTraffic(nodesOf(17), seed).filter(({ from }) => from === 'n0'))
          .flat()
          .map(({ to }) => Number(to.slice(1)) - 1),
    ],
    [
      'names of the node',
      () =>
        Array.from({ length: 1000 }, (_, name) => defaultTraffic([{ id: `r${name}` }, ...nodesOf(16)], 1).slice(0, 2))
          .flat()
          .map(({ to }) => Number(to.slice(1))),
    ],
  ])('has destinations that are equally likely over %s', (_, draw) => {
    const counts: number[] = [];
    for (const cell of draw()) counts[cell] = (counts[cell] ?? 0) + 1;
    expect(Math.abs(unevenness(Array.from(counts, (count) => count ?? 0)))).toBeLessThan(4);
  });

  it('depends on the seed and the ids alone', () => {
    const nodes = nodesOf(50);
    expect(defaultTraffic(nodes, 5)).toEqual(defaultTraffic(nodesOf(50), 5));
    expect(defaultTraffic(nodes, 6)).not.toEqual(defaultTraffic(nodes, 5));
    const renamed = defaultTraffic([...nodes.slice(0, 49), { id: 'other' }], 5);
    const last = ({ from, to }: { from: string; to: string }) => ![from, to].some((id) => id === 'n49' || id === 'other');
    expect(renamed.filter(last)).toEqual(defaultTraffic(nodes, 5).filter(last));
  });

  it('gives each flow an id of its own, even where names run together', () => {
    const flows = defaultTraffic(
      ['a', 'b', 'c', 'a-b', 'b-c', 'b-c#2'].map((id) => ({ id })),
      1,
    );
    expect(new Set(flows.map(({ id }) => id)).size).toBe(flows.length);
  });
});
