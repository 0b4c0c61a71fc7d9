import { describe, expect, it } from '@jest/globals';
import { DEFAULT_LIMITS } from '../../model/defaults.js';
import { bodyOf, problemsOf, threeNodes } from '../testing/bodies.js';
import { readRequest } from './read-request.js';

const network = (nodes: unknown, links: unknown = []) => ({ topology: { nodes, links } });
const link = (more: object) => network(['A', 'B'], [{ from: 'A', to: 'B', latency: 1, ...more }]);
const config = (more: object) => threeNodes({ config: more });

describe('a member that is wrong', () => {
  it.each<[string, unknown, string, unknown, RegExp]>([
    ['no nodes', network([]), '/topology/nodes', [], /1 to 10000 elements/],
    ['an empty node id', network(['']), '/topology/nodes/0', '', /1 to 200 characters/],
    ['an empty node id in an object', network([{ id: '' }]), '/topology/nodes/0/id', '', /1 to 200 characters/],
    ['a node id that is too long', network(['x'.repeat(201)]), '/topology/nodes/0', `${'x'.repeat(100)}…`, /1 to 200/],
    ['a node id with NUL', network(['a\0b']), '/topology/nodes/0', 'a\0b', /without NUL/],
    ['half of a surrogate pair', '{"topology":{"nodes":["\\ud800"]}}', '/topology/nodes/0', '\ud800', /unpaired surrogates/],
    ['a number for a node', network([5]), '/topology/nodes/0', 5, /its id as a string, or an object with id/],
    ['a duplicate node id', network(['A', { id: 'A' }]), '/topology/nodes/1/id', 'A', /taken by \/topology\/nodes\/0/],
    ['an unknown end', network(['Oslo'], [{ from: 'Oslo', to: 'oslo' }]), '/topology/links/0/to', 'oslo', /did you mean "Oslo"/],
    ['a self-loop', network(['A'], [{ from: 'A', to: 'A' }]), '/topology/links/0/to', 'A', /two different nodes/],
    ['a missing end', network(['A'], [{ from: 'A' }]), '/topology/links/0/to', undefined, /to is missing/],
    ['a null end', network(['A'], [{ from: 'A', to: null }]), '/topology/links/0/to', null, /must be a string.*not null/],
    [
      'a duplicate link id',
      network(
        ['A', 'B'],
        [
          { from: 'A', to: 'B', id: 'x' },
          { from: 'A', to: 'B', id: 'x' },
        ],
      ),
      '/topology/links/1/id',
      'x',
      /taken by \/topology\/links\/0/,
    ],
    ['a negative latency', link({ latency: -1 }), '/topology/links/0/latency', -1, /from 0 up to 3600000 \(ms\)/],
    ['a number as a string', link({ latency: '10' }), '/topology/links/0/latency', '10', /without quotes/],
    ['a word for a number', link({ latency: 'x' }), '/topology/links/0/latency', 'x', /not the string "x"\.$/],
    ['a number out of range of doubles', '{"topology":{"nodes":[{"id":"A","x":1e999}]}}', '/topology/nodes/0/x', 'Infinity', /too large/],
    ['a bandwidth of zero', link({ bandwidth_mbps: 0 }), '/topology/links/0/bandwidth_mbps', 0, /Mbit/],
    ['a loss above 100', link({ loss_percent: 100.1 }), '/topology/links/0/loss_percent', 100.1, /percent/],
    ['half a packet of queue', link({ queue_packets: 0.5 }), '/topology/links/0/queue_packets', 0.5, /whole number/],
    ['a word for a flag', link({ directed: 'yes' }), '/topology/links/0/directed', 'yes', /true or false/],
    ['an unknown member', link({ latancy: 1 }), '/topology/links/0/latancy', 1, /did you mean "latency"/],
    ['the beginning of a member', link({ bandwidth: 1 }), '/topology/links/0/bandwidth', 1, /did you mean "bandwidth_mbps"/],
    ['a duration of zero', config({ duration_sec: 0 }), '/config/duration_sec', 0, /up to 31536000 \(s\)/],
    ['a warm-up as long as the whole', config({ duration_sec: 5, warmup_sec: 5 }), '/config/warmup_sec', 5, /less than duration_sec/],
    ['a fraction for a seed', config({ seed: 0.5 }), '/config/seed', 0.5, /whole number/],
    ['an unknown speed', config({ speed: 'fast' }), '/config/speed', 'fast', /"max"/],
    ['an unknown metric', config({ routing: { metric: 'x' } }), '/config/routing/metric', 'x', /"hops"/],
    ['an unknown sharing', config({ routing: { ecmp: true } }), '/config/routing/ecmp', true, /"none" or "flow" or "packet"/],
    ['a list for an object', config([]), '/config', [], /an object, not an empty list/],
    ['a label that is a number', threeNodes({ labels: { a: 1 } }), '/labels/a', 1, /a string of at most 200/],
    ['a label without a name', threeNodes({ labels: { '': 'x' } }), '/labels/', 'x', /name of a label/],
    ['a fraction for a priority', threeNodes({ priority: 0.5 }), '/priority', 0.5, /whole number from -100 up to 100/],
    ['a priority out of range', threeNodes({ priority: 101 }), '/priority', 101, /whole number from -100 up to 100/],
    ['a word for a priority', threeNodes({ priority: 'high' }), '/priority', 'high', /whole number from -100 up to 100/],
    ['a name that breaks pointers', threeNodes({ 'a/b~c': 1 }), '/a~1b~0c', 1, /not known/],
    ['a member that every object inherits', '{"topology":{"nodes":["A"]},"__proto__":{}}', '/__proto__', {}, /not known/],
    ['a body that is a list', [], '', [], /The body must be an object/],
    ['an empty object', {}, '/topology', undefined, /topology is missing/],
  ])('%s is named by its pointer, with its value and what is accepted', (_, request, pointer, value, message) => {
    const problems = problemsOf(request);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ pointer, message: expect.stringMatching(message), accepted: expect.any(String) });
    expect(problems[0].value).toEqual(value);
  });
});

describe('a refusal', () => {
  it('does not grow with names or values that were sent', () => {
    const long = 'x'.repeat(1_000_000);
    const problems = problemsOf(threeNodes({ [long]: { [long]: long }, labels: { [long]: long }, name: long }));
    expect(problems.map(({ pointer }) => pointer).sort()).toEqual(['', '/labels', '/labels', '/name']);
    expect(JSON.stringify(problems).length).toBeLessThan(5000);
  });
});

describe('a request with many problems', () => {
  it('lists those of shape and those of meaning together', () => {
    const nodes = ['A', 'A', { id: 'B', lat: 91 }];
    const links = [{ from: 'A', to: 'Q', latency: '1' }, 7];
    const pointers = problemsOf({ topology: { nodes, links }, config: { duration_sec: 0 } }).map(({ pointer }) => pointer);
    expect(pointers.sort()).toEqual([
      '/config/duration_sec',
      '/topology/links/0/latency',
      '/topology/links/0/to',
      '/topology/links/1',
      '/topology/nodes/1',
      '/topology/nodes/2/lat',
    ]);
  });

  it('does not blame links for nodes that cannot be read', () => {
    const request = { topology: { nodes: 'A, B', links: [{ from: 'A', to: 'B' }] } };
    expect(problemsOf(request).map(({ pointer }) => pointer)).toEqual(['/topology/nodes']);
  });

  it('counts all of them and lists the first ten thousand', () => {
    const links = Array.from({ length: 20_000 }, () => ({ from: 'A', to: 'A' }));
    const outcome = readRequest(bodyOf(network(['A'], links)), DEFAULT_LIMITS);
    expect(outcome).toMatchObject({ ok: false, refusal: { code: 'validation_failed', total: 20_000 } });
    expect(problemsOf(network(['A'], links))).toHaveLength(10_000);
  });

  it.each(['nodes', 'links', 'flows'] as const)('says once that there are too many %s, and looks at none of them', (what) => {
    const request = network(['A', 'B', 'A'], [{}, {}, {}]);
    const traffic = [{}, {}, {}];
    const limits = { ...DEFAULT_LIMITS, [what]: 2 };
    const outcome = readRequest(bodyOf({ ...request, traffic }), limits);
    const pointer = what === 'flows' ? '/traffic' : `/topology/${what}`;
    const about = outcome.ok ? [] : outcome.refusal.errors.filter((problem) => problem.pointer.startsWith(pointer));
    expect(about).toMatchObject([{ pointer, message: expect.stringMatching(/to 2 elements, not 3/) }]);
  });
});
