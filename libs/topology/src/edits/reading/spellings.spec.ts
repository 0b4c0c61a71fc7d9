import { describe, expect, it } from '@jest/globals';
import { bodyOf } from '../../request/testing/bodies.js';
import { running } from '../testing/running.js';
import { readEdits } from './read-edits.js';

const CONTEXT = { packetLossPercent: 0, atSec: 5 };
const read = (body: unknown) => readEdits(bodyOf(body), running(), CONTEXT);
const op = (operation: string, members: object) => ({ operation, ...members });

describe('an operation in the other spelling', () => {
  it.each<[string, object, object]>([
    ['add_router', { node_id: 'Rome' }, { node: 'Rome' }],
    ['add_router', { node_id: 'Rome', label: 'Roma' }, { node: { id: 'Rome', label: 'Roma' } }],
    ['add_router', { id: 'Rome', node: null }, { node: { id: 'Rome' } }],
    ['add_router', { node: { node_id: 'Rome', label: 'Roma' } }, { node: { id: 'Rome', label: 'Roma' } }],
    ['remove_router', { node: 'Oslo' }, { node_id: 'Oslo' }],
    ['fail_router', { node: { id: 'Oslo' } }, { node_id: 'Oslo' }],
    ['restore_router', { node: { node_id: 'Oslo' }, node_id: null }, { node_id: 'Oslo' }],
    ['add_link', { from: 'Cork', to: 'Oslo', latency: 3 }, { link: { from: 'Cork', to: 'Oslo', latency: 3 } }],
    ['add_link', { link_id: 'new', from: 'Cork', to: 'Oslo' }, { link: { id: 'new', from: 'Cork', to: 'Oslo' } }],
    ['add_link', { link: { link_id: 'new', from: 'Cork', to: 'Oslo' } }, { link: { id: 'new', from: 'Cork', to: 'Oslo' } }],
    ['remove_link', { link: 'west' }, { link_id: 'west' }],
    ['remove_link', { link: { id: 'west' } }, { link_id: 'west' }],
    ['fail_link', { link: { link_id: 'west' } }, { link_id: 'west' }],
    ['restore_link', { link: { from: 'Oslo', to: 'Bonn' } }, { from: 'Oslo', to: 'Bonn' }],
    ['update_link', { link: { id: 'north', latency: 4 } }, { link_id: 'north', changes: { latency: 4 } }],
    ['update_link', { link: { from: 'Oslo', to: 'Bonn' }, changes: { latency: 4 } }, { link_id: 'north', changes: { latency: 4 } }],
    ['update_link', { link: 'north', latency: 4 }, { link_id: 'north', changes: { latency: 4 } }],
    ['add_flow', { from: 'Oslo', to: 'Cork', rate_pps: 7 }, { flow: { from: 'Oslo', to: 'Cork', rate_pps: 7 } }],
    ['add_flow', { flow_id: 'mail', from: 'Oslo', to: 'Cork' }, { flow: { id: 'mail', from: 'Oslo', to: 'Cork' } }],
    ['update_flow', { flow: { id: 'voice', rate_pps: 3 } }, { flow_id: 'voice', changes: { rate_pps: 3 } }],
    ['stop_flow', { flow: 'voice' }, { flow_id: 'voice' }],
  ])('is read as in the documented one: %s %j', (operation, sent, documented) => {
    const expected = read(op(operation, documented));
    expect(expected.ok).toBe(true);
    expect(read(op(operation, sent))).toEqual(expected);
    expect(read({ operations: [op(operation, sent)] })).toEqual(expected);
  });

  it.each<[string, object, string, RegExp]>([
    ['add_router', { node_id: 'Oslo' }, '/node_id', /"Oslo" is taken/],
    ['add_router', { node_id: 'Rome', lat: 91 }, '/lat', /up to 90/],
    ['add_router', { node: { node_id: 'Oslo' } }, '/node/node_id', /"Oslo" is taken/],
    ['remove_router', { node: 'oslo' }, '/node', /did you mean "Oslo"/],
    ['remove_router', { node: { id: 'oslo' } }, '/node/id', /did you mean "Oslo"/],
    ['remove_router', { node: 5 }, '/node', /not 5/],
    ['remove_router', { node_id: 'Oslo', node: 'Oslo' }, '/node', /"node" is not known here; did you mean "node_id"/],
    ['add_link', { from: 'Cork', to: 'Bon' }, '/to', /did you mean "Bonn"/],
    ['add_link', { from: 'Cork' }, '/to', /to is missing/],
    [
      'add_link',
      { from: 'Cork', to: 'Oslo', gilbert_elliott: { bad_to_good_percent: 1 } },
      '/gilbert_elliott/good_to_bad_percent',
      /missing/,
    ],
    ['add_link', { from: 'Cork', to: 'Oslo', hops: 1 }, '/hops', /not known/],
    ['add_link', { link: { from: 'Cork', to: 'Oslo' }, latency: 1 }, '/latency', /not known/],
    ['add_link', { from: 'Cork', to: 'Oslo', ['x'.repeat(300)]: 1 }, '', /not known/],
    ['remove_link', { link: { from: 'Oslo', to: 'Bon' } }, '/link/to', /did you mean "Bonn"/],
    ['remove_link', { link: { id: 'nort' } }, '/link/id', /did you mean "north"/],
    ['remove_link', { link: { id: 'north' }, from: 'Oslo' }, '/from', /two ways/],
    ['update_link', { link: { id: 'north', latency: -1 } }, '/link/latency', /from 0/],
    ['add_flow', { from: 'Oslo', to: 'Corc' }, '/to', /did you mean "Cork"/],
    ['stop_flow', { flow: 'vidio' }, '/flow', /did you mean "video"/],
  ])('is refused by pointers into what was sent: %s %j', (operation, sent, pointer, message) => {
    const outcome = read(op(operation, sent));
    expect(outcome.ok ? [] : outcome.refusal.errors).toEqual([
      expect.objectContaining({ pointer, message: expect.stringMatching(message) }),
    ]);
    const listed = read({ operations: [op('restore_router', { node_id: 'Oslo' }), op(operation, sent)] });
    expect(listed.ok ? [] : listed.refusal.errors).toMatchObject([{ pointer: `/operations/1${pointer}` }]);
  });

  it('cannot give an object another prototype', () => {
    const outcome = read('{"operation":"add_link","from":"Cork","to":"Oslo","__proto__":{"latency":9}}');
    expect(outcome.ok ? [] : outcome.refusal.errors).toMatchObject([{ pointer: '/__proto__' }]);
  });
});
