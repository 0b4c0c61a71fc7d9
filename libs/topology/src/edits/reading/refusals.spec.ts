import { describe, expect, it } from '@jest/globals';
import type { FieldProblem } from '@skein/problem';
import { bodyOf } from '../../request/testing/bodies.js';
import { EditedNetwork } from '../edited-network.js';
import { link, running } from '../testing/running.js';
import { readEdits } from './read-edits.js';

const CONTEXT = { packetLossPercent: 0, atSec: 5 };

/** Twice a link from Oslo to Bonn. */
function twice(): EditedNetwork {
  const { nodes, links } = running().network();
  return new EditedNetwork({ nodes, links: [...links, link('spare', 'Bonn', 'Oslo')] }, running().traffic());
}

function problemsOf(body: unknown, network = running()): FieldProblem[] {
  const outcome = readEdits(bodyOf(body), network, CONTEXT);
  return outcome.ok ? [] : outcome.refusal.errors;
}

const op = (operation: string, members: object = {}) => ({ operation, ...members });
const addLink = (more: object) => op('add_link', { link: { from: 'Cork', to: 'Oslo', ...more } });
const addFlow = (more: object) => op('add_flow', { flow: { from: 'Oslo', to: 'Cork', ...more } });
const updateLink = (more: object) => op('update_link', { link_id: 'north', ...more });
const updateFlow = (changes: unknown) => op('update_flow', { flow_id: 'video', changes });
const setTraffic = (...flows: unknown[]) => op('set_traffic', { traffic: flows });

describe('an operation that is wrong', () => {
  it.each<[string, object, string, RegExp]>([
    ['no operation', { node_id: 'Oslo' }, '/operation', /operation is missing/],
    ['an unknown operation', op('add_ruter'), '/operation', /No operation is called "add_ruter"; did you mean "add_router"\?/],
    ['an operation like none', op('xyz'), '/operation', /No operation is called "xyz"\.$/],
    ['an operation that every object inherits', op('constructor'), '/operation', /"constructor"/],
    ['a number for an operation', { operation: 5 }, '/operation', /one of "add_router".*"set_traffic", not 5/],
    ['an unknown member', op('fail_router', { nodeid: 'Oslo', node_id: 'Oslo' }), '/nodeid', /did you mean "node_id"/],

    ['no node', op('add_router'), '/node', /node is missing/],
    ['a number for a node', op('add_router', { node: 5 }), '/node', /its id as a string, or an object, not 5/],
    ['an empty id', op('add_router', { node: '' }), '/node', /1 to 200 characters/],
    ['a node that is there', op('add_router', { node: 'Oslo' }), '/node', /"Oslo" is taken/],
    ['a node object that is there', op('add_router', { node: { id: 'Oslo' } }), '/node/id', /"Oslo" is taken/],
    ['a node off the globe', op('add_router', { node: { id: 'Rome', lat: 91 } }), '/node/lat', /up to 90/],
    ['an unknown node', op('remove_router', { node_id: 'oslo' }), '/node_id', /did you mean "Oslo"/],
    ['a missing node id', op('restore_router'), '/node_id', /node_id is missing/],

    ['a link with a taken id', addLink({ id: 'west' }), '/link/id', /"west" is taken/],
    ['a link to itself', addLink({ to: 'Cork' }), '/link/to', /two different nodes/],
    ['a link to an unknown node', addLink({ to: 'Bon' }), '/link/to', /did you mean "Bonn"/],
    ['a negative latency', addLink({ latency: -1 }), '/link/latency', /from 0/],
    ['two forms of queue', addLink({ queue_bytes: 1, queue_packets: 1 }), '/link/queue_bytes', /give one of them/],
    ['no link', op('add_link', { link: null }), '/link', /must be an object, not null/],

    ['no word on which link', op('remove_link'), '/link_id', /link_id is missing; give it, or from and to/],
    ['one end of a link', op('fail_link', { from: 'Oslo' }), '/to', /to is missing; it names the link together with from/],
    ['the other end of a link', op('fail_link', { to: 'Oslo' }), '/from', /from is missing/],
    ['an id and an end', op('fail_link', { link_id: 'north', to: 'Oslo' }), '/to', /link_id and to are two ways/],
    ['an unknown link', op('fail_link', { link_id: 'nort' }), '/link_id', /did you mean "north"/],
    ['an unknown end of a link', op('fail_link', { from: 'Oslo', to: 'Bon' }), '/to', /did you mean "Bonn"/],
    ['ends without a link', op('fail_link', { from: 'Oslo', to: 'Cork' }), '/to', /No link leads from "Oslo" to "Cork"\.$/],
    ['the ends of a one-way link', op('fail_link', { from: 'Cork', to: 'Bonn' }), '/to', /did you mean the one from "Bonn" to "Cork"\?/],

    ['no changes', updateLink({}), '/changes', /changes is missing/],
    ['empty changes', updateLink({ changes: {} }), '/changes', /changes is empty/],
    ['changes that are a list', updateLink({ changes: [] }), '/changes', /an object/],
    ['changes in two places', updateLink({ changes: { latency: 1 }, jitter_ms: 1 }), '/jitter_ms', /stands beside changes/],
    ['a change of what cannot change', updateLink({ changes: { directed: true } }), '/changes/directed', /not known/],
    ['a change to null', updateLink({ changes: { latency: null } }), '/changes/latency', /not null/],
    ['a change to null beside the id', updateLink({ latency: null }), '/latency', /not null/],
    ['null for the loss that holds', updateLink({ loss_percent: null }), '/loss_percent', /one of them must hold/],
    ['a change out of range', updateLink({ jitter_ms: -1 }), '/jitter_ms', /from 0/],
    [
      'bursts without their chances',
      updateLink({ gilbert_elliott: { bad_to_good_percent: 1 } }),
      '/gilbert_elliott/good_to_bad_percent',
      /missing/,
    ],

    ['a flow with a taken id', addFlow({ id: 'voice' }), '/flow/id', /"voice" is taken/],
    ['a flow to itself', addFlow({ to: 'Oslo' }), '/flow/to', /another node/],
    ['two rates', addFlow({ rate_pps: 1, rate_mbps: 1 }), '/flow/rate_mbps', /give one of them/],
    ['a path that skips a node', addFlow({ path: ['Oslo', 'Cork'] }), '/flow/path/1', /No link leads/],
    ['an end in the past', addFlow({ stop_sec: 5 }), '/flow/stop_sec', /time of the edit, which is 5/],
    ['periods without a meaning', addFlow({ on_sec: 5 }), '/flow/on_sec', /only with arrivals "on_off"/],
    ['an unknown flow', op('stop_flow', { flow_id: 'vidio' }), '/flow_id', /did you mean "video"/],
    ['another beginning', updateFlow({ start_sec: 9 }), '/changes/start_sec', /not known/],
    ['two new rates', updateFlow({ rate_pps: 1, rate_mbps: 1 }), '/changes/rate_mbps', /give one of them/],
    ['too high a rate', updateFlow({ rate_mbps: 8e8, packet_bytes: 1 }), '/changes/rate_mbps', /out of range/],
    ['an end moved to the past', updateFlow({ stop_sec: 3 }), '/changes/stop_sec', /time of the edit/],
    ['new periods without a meaning', updateFlow({ off_sec: 3 }), '/changes/off_sec', /only with arrivals "on_off"/],
    ['no new traffic', op('set_traffic', { traffic: null }), '/traffic', /not null/],
    ['an unknown end in new traffic', setTraffic({ from: 'Oslo', to: 'Corc' }), '/traffic/0/to', /did you mean "Cork"/],
    ['no flow in new traffic', setTraffic({ from: 'Oslo', to: 'Cork' }, 7), '/traffic/1', /an object/],
    [
      'an id twice in new traffic',
      setTraffic({ id: 'x', from: 'Oslo', to: 'Cork' }, { id: 'x', from: 'Oslo', to: 'Bonn' }),
      '/traffic/1/id',
      /taken by .*\/traffic\/0/,
    ],
    ['a new path that skips a node', setTraffic({ from: 'Oslo', to: 'Cork', path: ['Oslo', 'Cork'] }), '/traffic/0/path/1', /No link/],
    ['new traffic that is past', setTraffic({ from: 'Oslo', to: 'Cork', stop_sec: 3 }), '/traffic/0/stop_sec', /time of the edit/],
    [
      'the end of a flow that is there moved to the past',
      setTraffic({ id: 'voice', from: 'Bonn', to: 'Oslo', stop_sec: 3 }),
      '/traffic/0/stop_sec',
      /time of the edit/,
    ],
  ])('(%s) is named by its pointer into what was sent', (_, operation, pointer, message) => {
    const expected = { message: expect.stringMatching(message), accepted: expect.any(String) };
    expect(problemsOf(operation)).toEqual([expect.objectContaining({ ...expected, pointer })]);
    const fine = op('restore_router', { node_id: 'Oslo' });
    expect(problemsOf({ operations: [fine, operation] })).toEqual([
      expect.objectContaining({ ...expected, pointer: `/operations/1${pointer}` }),
    ]);
  });

  it('is told what leads where it wanted a link, or which of several there are', () => {
    expect(problemsOf(op('fail_link', { from: 'Oslo', to: 'Cork' }))).toMatchObject([
      { value: 'Cork', accepted: 'a node that a link from "Oslo" leads to: "Bonn"' },
    ]);
    expect(problemsOf(op('fail_link', { from: 'Oslo', to: 'Bonn' }), twice())).toMatchObject([
      { pointer: '/to', message: '2 links lead from "Oslo" to "Bonn": "north", "spare"; say which with link_id.' },
    ]);
  });

  it('is told all that is wrong with it at once', () => {
    const problems = problemsOf(addLink({ id: 'west', to: 'Bon', latency: -1, directed: 'no', hops: 3 }));
    expect(problems.map(({ pointer }) => pointer).sort()).toEqual(
      ['directed', 'hops', 'id', 'latency', 'to'].map((name) => `/link/${name}`),
    );
  });

  it('comes with what is wrong by itself with those after it, but not with what may follow from it', () => {
    const operations = [
      op('remove_router', { node_id: 'Oslo' }),
      op('add_router', { node: { id: 'Bonn', lat: 'x' } }),
      op('remove_router', { node_id: 'nobody' }),
      op('fail_link', { link_id: 7 }),
      op('reboot'),
      3,
    ];
    expect(problemsOf({ operations }).map(({ pointer }) => pointer)).toEqual([
      '/operations/1/node/lat',
      '/operations/1/node/id',
      '/operations/3/link_id',
      '/operations/4/operation',
      '/operations/5',
    ]);
  });

  it('is held against what those before it leave', () => {
    const remove = op('remove_router', { node_id: 'Cork' });
    expect(problemsOf({ operations: [remove, addLink({})] })).toMatchObject([{ pointer: '/operations/1/link/from' }]);
    const away = op('remove_link', { from: 'Oslo', to: 'Bonn' });
    expect(problemsOf({ operations: [away, away] })).toMatchObject([{ pointer: '/operations/1/to' }]);
    expect(problemsOf({ operations: [away, away] }, twice())).toMatchObject([{ pointer: '/operations/0/to' }]);
    const one = op('remove_link', { link_id: 'spare' });
    expect(problemsOf({ operations: [one, away, away] }, twice())).toMatchObject([{ pointer: '/operations/2/to' }]);
  });
});

describe('a body', () => {
  it.each<[string, unknown, string, RegExp]>([
    ['a list', [op('add_router')], '', /an object with operation .* or with operations, .*, not a list/],
    ['a string', '"add_router"', '', /not the string "add_router"/],
    ['an empty object', {}, '/operation', /give it, or a list of operations as operations/],
    ['an empty list', { operations: [] }, '/operations', /1 to 10000 elements, not 0/],
    ['too long a list', { operations: new Array(10_001).fill(op('reboot')) }, '/operations', /not 10001/],
    ['an object for a list', { operations: { 0: op('reboot') } }, '/operations', /must be a list of operations/],
    ['both forms', { ...op('fail_router', { node_id: 'Oslo' }), operations: [] }, '/operations', /two ways to say what to do/],
    ['something beside the list', { operations: [op('fail_router', { node_id: 'Oslo' })], dry_run: true }, '/dry_run', /not known/],
    ['a list in a list', { operations: [{ operations: [] }] }, '/operations/0/operation', /operation is missing/],
  ])('that is %s is refused', (_, body, pointer, message) => {
    expect(problemsOf(body)).toEqual([expect.objectContaining({ pointer, message: expect.stringMatching(message) })]);
  });

  it('that is not JSON is refused as that', () => {
    expect(readEdits(Buffer.from('{"operation"'), running(), CONTEXT)).toMatchObject({ ok: false, refusal: { code: 'not_json' } });
  });
});
