import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { admitted } from '../testing/bodies.js';
import { UniqueNames } from './unique-names.js';

describe('links and flows without ids', () => {
  it('are called after their ends, with a number from the second on', () => {
    const link = { from: 'A', to: 'B', latency: 1 };
    const flow = { from: 'B', to: 'A' };
    const { runs } = admitted({ topology: { nodes: ['A', 'B'], links: [link, link, link] }, traffic: [flow, flow] });
    expect(runs.topology.links.map(({ id }) => id)).toEqual(['A-B', 'A-B#2', 'A-B#3']);
    expect(runs.traffic?.map(({ id }) => id)).toEqual(['B-A', 'B-A#2']);
  });

  it('give way to an id that was given, even to a later one', () => {
    const links = [
      { from: 'A', to: 'B', latency: 1 },
      { from: 'A', to: 'B', latency: 1, id: 'A-B' },
    ];
    const { runs } = admitted({ topology: { nodes: ['A', 'B'], links } });
    expect(runs.topology.links.map(({ id }) => id)).toEqual(['A-B#2', 'A-B']);
  });

  it('never share a name, whatever was given', () => {
    const name = fc.constantFrom('a', 'a#2', 'a#2#2', 'a#3', 'b');
    fc.assert(
      fc.property(fc.uniqueArray(name), fc.array(name), (given, bases) => {
        const names = new UniqueNames(given);
        const all = [...given, ...bases.map((base) => names.name(base))];
        expect(new Set(all).size).toBe(all.length);
      }),
    );
  });
});

describe('the traffic of a scenario', () => {
  const flow = (more: object) => {
    const topology = { nodes: ['A', 'B'], links: [{ from: 'A', to: 'B', latency: 1 }] };
    return admitted({ topology, traffic: [{ from: 'A', to: 'B', ...more }] }).runs.traffic?.[0];
  };

  it('has every default filled in', () => {
    expect(flow({})).toEqual({
      id: 'A-B',
      from: 'A',
      to: 'B',
      rate_pps: 10,
      arrivals: 'poisson',
      packet_bytes: 1000,
      path: null,
      start_sec: 0,
      stop_sec: null,
      periods: 'exponential',
      on_sec: 1,
      off_sec: 1,
    });
  });

  it('has rates in packets per second: Mbit/s over the bits of a packet', () => {
    expect(flow({ rate_mbps: 8, packet_bytes: 500 })?.rate_pps).toBe((8 * 1e6) / (500 * 8));
  });

  it('counts each size by its weight', () => {
    const sizes = [
      { bytes: 100, weight: 3 },
      { bytes: 500, weight: 1 },
    ];
    expect(flow({ rate_mbps: 1, packet_bytes: sizes })?.rate_pps).toBe(1e6 / (((3 * 100 + 500) / 4) * 8));
  });
});
