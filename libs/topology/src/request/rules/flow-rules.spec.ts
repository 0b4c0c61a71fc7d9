import { describe, expect, it } from '@jest/globals';
import { problemsOf } from '../testing/bodies.js';

const LINKS = [
  { from: 'A', to: 'B', latency: 1 },
  { from: 'B', to: 'C', latency: 1, directed: true },
];

function problems(flow: object, links: unknown[] = LINKS) {
  return problemsOf({ topology: { nodes: ['A', 'B', 'C', 'D'], links }, traffic: [{ from: 'A', to: 'C', ...flow }] });
}

describe('a flow', () => {
  it.each<[string, object]>([
    ['a path along links', { path: ['A', 'B', 'C'] }],
    ['a path against an undirected link', { from: 'B', to: 'A', path: ['B', 'A'] }],
    ['on and off periods', { arrivals: 'on_off', on_sec: 0.5, off_sec: 2 }],
    ['fixed periods', { arrivals: 'on_off', periods: 'fixed', on_sec: 0.5 }],
    ['no say on periods without on_off', { arrivals: 'constant', periods: null, on_sec: null, off_sec: null }],
    ['no say on one of the rates', { rate_pps: null, rate_mbps: 1 }],
    ['a fraction of a byte', { packet_bytes: 0.5 }],
    ['sizes to draw from', { packet_bytes: [{ bytes: 40.5, weight: 1 }] }],
    ['a rate in Mbit/s', { rate_mbps: 0.001 }],
    ['an id', { id: 'video' }],
  ])('may have %s', (_, flow) => {
    expect(problems(flow)).toEqual([]);
  });

  it.each<[string, object, string, RegExp]>([
    ['itself as its end', { to: 'A' }, '/to', /another node/],
    ['an unknown end', { to: 'E' }, '/to', /No node has the id "E"/],
    ['two rates', { rate_pps: 1, rate_mbps: 1 }, '/rate_mbps', /give one of them/],
    ['a rate of zero', { rate_pps: 0 }, '/rate_pps', /packets\/s/],
    ['a rate that makes too many packets', { rate_mbps: 1, packet_bytes: 1e-9 }, '/rate_mbps', /packets per second/],
    ['on periods without on_off', { on_sec: 1 }, '/on_sec', /only with arrivals "on_off"/],
    ['a kind of periods without on_off', { periods: 'fixed' }, '/periods', /only with arrivals "on_off"/],
    ['an unknown kind of periods', { arrivals: 'on_off', periods: 'pareto' }, '/periods', /"exponential" or "fixed"/],
    ['an end before its beginning', { start_sec: 2, stop_sec: 2 }, '/stop_sec', /later than start_sec, which is 2/],
    ['no sizes to draw from', { packet_bytes: [] }, '/packet_bytes', /1 to 1000 elements/],
    ['a size of zero', { packet_bytes: [{ bytes: 0, weight: 1 }] }, '/packet_bytes/0/bytes', /above 0/],
    ['a size that is a string', { packet_bytes: '1000' }, '/packet_bytes', /or a list of \{bytes, weight\}/],
    ['a path that skips a node', { path: ['A', 'C'] }, '/path/1', /No link leads from "A" to "C"/],
    ['a path against a directed link', { from: 'C', to: 'B', path: ['C', 'B'] }, '/path/1', /No link leads/],
    ['a path over an unknown node', { path: ['A', 'Z', 'C'] }, '/path/1', /No node/],
    ['a path over a number', { path: ['A', 7, 'C'] }, '/path/1', /node ids, not 7/],
    ['a path that begins elsewhere', { path: ['B', 'C'] }, '/path/0', /begin at "A"/],
    ['a path that ends elsewhere', { path: ['A', 'B'] }, '/path/1', /end at "C"/],
    ['a path of one node', { path: ['A'] }, '/path', /2 to 10000/],
  ])('is refused with %s', (_, flow, pointer, message) => {
    expect(problems(flow)).toMatchObject([{ pointer: `/traffic/0${pointer}`, message: expect.stringMatching(message) }]);
  });

  it('is not told that a hop is missing where the link for it could not be read', () => {
    const found = problems({ path: ['A', 'B', 'C'] }, [LINKS[0], { from: 'B', to: 5 }]);
    expect(found.map(({ pointer }) => pointer)).toEqual(['/topology/links/1/to']);
  });

  it('must have an id of its own', () => {
    const flow = { from: 'A', to: 'B', id: 'x' };
    const found = problemsOf({ topology: { nodes: ['A', 'B'], links: [] }, traffic: [flow, flow] });
    expect(found).toMatchObject([{ pointer: '/traffic/1/id', message: expect.stringMatching(/taken by \/traffic\/0/) }]);
  });
});
