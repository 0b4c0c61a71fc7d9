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
