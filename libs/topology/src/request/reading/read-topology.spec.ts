import { describe, expect, it } from '@jest/globals';
import { DEFAULT_LIMITS } from '../../model/defaults.js';
import { bodyOf, threeNodes } from '../testing/bodies.js';
import { readTopology } from './read-topology.js';

const validate = (value: unknown) => readTopology(bodyOf(value), DEFAULT_LIMITS);
const line = (threeNodes() as { topology: object }).topology;

describe('a topology', () => {
  it.each([
    ['on its own', line],
    ['in a whole request', threeNodes({ config: { duration_sec: 1 } })],
  ])('is summed up %s', (_, value) => {
    const summary = { nodes: 3, links: 2, components: 1, diameter_hops: 2 };
    expect(validate(value)).toEqual({ ok: true, value: { warnings: [], summary } });
  });

  it('has a diameter of the widest component where it is disconnected', () => {
    const links = [
      { from: 'A', to: 'B', latency: 1, directed: true },
      { from: 'C', to: 'D', latency: 1 },
      { from: 'D', to: 'E', latency: 1 },
    ];
    const outcome = validate({ nodes: ['A', 'B', 'C', 'D', 'E', 'F'], links });
    expect(outcome).toMatchObject({ ok: true, value: { summary: { components: 3, diameter_hops: 2 } } });
  });

  it('is refused with pointers into what was sent: a bare topology, or a request', () => {
    const wrong = { nodes: ['A'], links: [{ from: 'A', to: 'B' }] };
    expect(validate(wrong)).toMatchObject({ ok: false, refusal: { errors: [{ pointer: '/links/0/to' }] } });
    expect(validate({ topology: wrong })).toMatchObject({ ok: false, refusal: { errors: [{ pointer: '/topology/links/0/to' }] } });
  });

  it('is validated with all that comes along with it', () => {
    expect(validate(threeNodes({ config: { duration_sec: 0 } }))).toMatchObject({ ok: false, refusal: { total: 1 } });
  });

  it('is not JSON where the body is not', () => {
    expect(validate('{')).toMatchObject({ ok: false, refusal: { code: 'not_json' } });
  });
});
