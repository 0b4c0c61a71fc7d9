import { describe, expect, it } from '@jest/globals';
import { admitted } from '../testing/bodies.js';

const link = (from: string, to: string, more: object = { latency: 1 }) => ({ from, to, ...more });

function warnings(nodes: string[], links: unknown[], more: object = {}) {
  return admitted({ topology: { nodes, links }, ...more }).warnings;
}

describe('what is legal but may not have been meant', () => {
  it('gives no warning where all is in order', () => {
    const traffic = [{ from: 'A', to: 'B' }];
    expect(warnings(['A', 'B'], [link('A', 'B')], { traffic })).toEqual([]);
  });

  it('is one warning for a network in several parts', () => {
    expect(warnings(['A', 'B', 'C', 'D'], [link('A', 'B')])).toMatchObject([
      { code: 'disconnected', pointer: '/topology', message: expect.stringMatching(/4 nodes fall into 3 components/) },
    ]);
  });

  it('is one warning for a network without links, however many parts that makes', () => {
    expect(warnings(['A', 'B'], [])).toMatchObject([{ code: 'no_links' }]);
  });

  it('is one warning for all links without a latency, at the first of them', () => {
    const links = [link('A', 'B'), link('A', 'B', {}), link('A', 'B', { latency: null })];
    expect(warnings(['A', 'B'], links)).toMatchObject([
      { code: 'latency_defaulted', pointer: '/topology/links/1', message: expect.stringMatching(/^2 links .* 0 ms/) },
    ]);
  });

  it('is one warning for all links that are listed both ways, at the second of the first two', () => {
    const one = link('A', 'B');
    expect(warnings(['A', 'B'], [one, link('B', 'A')])).toMatchObject([
      {
        code: 'parallel_links',
        pointer: '/topology/links/1',
        message: expect.stringMatching(/^Link 0 .*"A" to "B" and link 1 leads back.*"directed": true to both\.$/),
      },
    ]);
    const more = [one, link('B', 'C', { id: 'x', latency: 2 }), link('C', 'B', { id: 'y', latency: 3 }), link('B', 'A')];
    expect(warnings(['A', 'B', 'C'], more)).toMatchObject([
      { code: 'parallel_links', pointer: '/topology/links/2', message: expect.stringMatching(/2 such pairs/) },
    ]);
  });

  it('is no link that leads one way only, nor one of several that are listed alike', () => {
    const oneWay = { latency: 1, directed: true };
    expect(warnings(['A', 'B'], [link('A', 'B', oneWay), link('B', 'A', oneWay)])).toEqual([]);
    expect(warnings(['A', 'B'], [link('A', 'B'), link('B', 'A', oneWay)])).toEqual([]);
    expect(warnings(['A', 'B'], [link('A', 'B'), link('A', 'B')])).toEqual([]);
  });

  it('is an empty list of flows', () => {
    expect(warnings(['A', 'B'], [link('A', 'B')], { traffic: [] })).toMatchObject([{ code: 'no_traffic', pointer: '/traffic' }]);
  });

  it('is a flow whose end no links lead to', () => {
    const traffic = [
      { from: 'A', to: 'B' },
      { from: 'A', to: 'C' },
    ];
    expect(warnings(['A', 'B', 'C'], [link('A', 'B')], { traffic })).toMatchObject([
      { code: 'disconnected' },
      { code: 'unreachable', pointer: '/traffic/1' },
    ]);
  });

  it('is a flow that starts when all is over', () => {
    const more = { traffic: [{ from: 'A', to: 'B', start_sec: 30 }] };
    expect(warnings(['A', 'B'], [link('A', 'B')], more)).toMatchObject([{ code: 'never_starts', pointer: '/traffic/0' }]);
  });
});
