import { describe, expect, it } from '@jest/globals';
import { DEFAULT_LIMITS } from '../model/defaults.js';
import { EditedNetwork } from './edited-network.js';
import { flow, link, node, problemsIn, running } from './testing/running.js';

const AT_SEC = 5;
const BURSTS = { good_to_bad_percent: 1, bad_to_good_percent: 25, loss_good_percent: 0, loss_bad_percent: 50 };

const addRouter = (more: object) => ({ operation: 'add_router', node: node('Rome', more) });
const addLink = (more: object) => ({ operation: 'add_link', link: link('south', 'Cork', 'Oslo', more) });
const addFlow = (more: object) => ({ operation: 'add_flow', flow: flow('mail', 'Oslo', 'Cork', more) });
const updateLink = (changes: unknown) => ({ operation: 'update_link', link_id: 'north', changes });
const updateFlow = (changes: unknown) => ({ operation: 'update_flow', flow_id: 'video', changes });

describe('an edit that is wrong', () => {
  it.each<[string, unknown, string, RegExp]>([
    ['no object', 7, '', /an object with operation \(required\), not 7/],
    ['a list', [], '', /not an empty list/],
    ['nothing', undefined, '', /not undefined/],
    ['no operation', { node_id: 'Oslo' }, '/operation', /operation is missing/],
    ['an unknown operation', { operation: 'reboot', node_id: 'Oslo' }, '/operation', /or "stop_flow", not the string "reboot"/],
    ['an operation that every object inherits', { operation: 'constructor' }, '/operation', /"constructor"/],
    ['an unknown member', { operation: 'fail_link', link_id: 'north', link: 1 }, '/link', /did you mean "link_id"/],
    ['a missing id', { operation: 'stop_flow' }, '/flow_id', /flow_id is missing/],
    ['an empty id', { operation: 'stop_flow', flow_id: '' }, '/flow_id', /1 to 420 characters/],
    ['a number for an id', { operation: 'remove_router', node_id: 3 }, '/node_id', /not 3/],
    ['an unknown node', { operation: 'fail_router', node_id: 'oslo' }, '/node_id', /No node has the id "oslo"; did you mean "Oslo"/],
    ['an unknown link', { operation: 'restore_link', link_id: 'nort' }, '/link_id', /No link .*; did you mean "north"/],
    ['an unknown flow', { operation: 'stop_flow', flow_id: 'vidio' }, '/flow_id', /No flow .*; did you mean "video"/],

    ['a node without an id', addRouter({ id: undefined }), '/node/id', /id is missing/],
    ['a node with a taken id', addRouter({ id: 'Oslo' }), '/node/id', /"Oslo" is taken; give another, or remove that node first/],
    ['a node without a type', addRouter({ type: undefined }), '/node/type', /type is missing/],
    ['a node with null for its type', addRouter({ type: null }), '/node/type', /"router" or .*, not null/],
    ['a node off the globe', addRouter({ lat: 91 }), '/node/lat', /from -90 up to 90/],
    ['a string for a node', { operation: 'add_router', node: 'Rome' }, '/node', /an object, not the string/],

    ['a link with a taken id', addLink({ id: 'west' }), '/link/id', /"west" is taken/],
    ['a link without an id', addLink({ id: undefined }), '/link/id', /id is missing/],
    ['a link with null for its id', addLink({ id: null }), '/link/id', /1 to 420 characters.*, not null/],
    ['a link to an unknown node', addLink({ to: 'Bon' }), '/link/to', /did you mean "Bonn"/],
    ['a link to itself', addLink({ to: 'Cork' }), '/link/to', /two different nodes/],
    ['a negative latency', addLink({ latency: -1 }), '/link/latency', /from 0 up to/],
    ['a latency that is no number', addLink({ latency: NaN }), '/link/latency', /not NaN/],
    ['a latency without end', addLink({ latency: Infinity }), '/link/latency', /too large/],
    ['no latency', addLink({ latency: undefined }), '/link/latency', /latency is missing/],
    ['a bandwidth of zero', addLink({ bandwidth_mbps: 0 }), '/link/bandwidth_mbps', /Mbit/],
    ['a loss above 100', addLink({ loss_percent: 101 }), '/link/loss_percent', /up to 100/],
    ['a queue of zero', addLink({ queue_packets: 0 }), '/link/queue_packets', /from 1/],
    ['both forms of loss', addLink({ gilbert_elliott: BURSTS }), '/link/gilbert_elliott', /give one of them/],
    ['neither form of loss', addLink({ loss_percent: null }), '/link/loss_percent', /one of them must hold/],
    ['both forms of queue', addLink({ queue_bytes: 1 }), '/link/queue_bytes', /give one of them/],
    ['neither form of queue', addLink({ queue_packets: null }), '/link/queue_packets', /one of them must hold/],
    [
      'bursts that leave something out',
      addLink({ loss_percent: null, gilbert_elliott: { ...BURSTS, loss_bad_percent: undefined } }),
      '/link/gilbert_elliott/loss_bad_percent',
      /is missing/,
    ],

    ['no changes', updateLink(undefined), '/changes', /changes is missing/],
    ['changes that are a list', updateLink([]), '/changes', /an object/],
    ['empty changes', updateLink({}), '/changes', /changes is empty/],
    ['changes of nothing', updateLink({ latency: undefined }), '/changes', /changes is empty/],
    ['a change of what cannot change', updateLink({ from: 'Cork' }), '/changes/from', /not known here/],
    ['a change to null', updateLink({ latency: null }), '/changes/latency', /not null/],
    ['a change to what is out of range', updateLink({ jitter_ms: -1 }), '/changes/jitter_ms', /from 0/],
    ['a change to both forms of loss', updateLink({ loss_percent: 1, gilbert_elliott: BURSTS }), '/changes/gilbert_elliott', /give one/],
    ['null for the loss that holds', updateLink({ loss_percent: null }), '/changes/loss_percent', /one of them must hold/],
    ['null for both queues', updateLink({ queue_packets: null, queue_bytes: null }), '/changes/queue_packets', /one of them must hold/],
    [
      'bursts with null in them',
      updateLink({ gilbert_elliott: { ...BURSTS, loss_good_percent: null } }),
      '/changes/gilbert_elliott/loss_good_percent',
      /not null/,
    ],

    ['a flow with a taken id', addFlow({ id: 'voice' }), '/flow/id', /"voice" is taken; give another, or stop that flow first/],
    ['a flow to itself', addFlow({ to: 'Oslo' }), '/flow/to', /another node/],
    ['a flow from nowhere', addFlow({ from: 'Rome' }), '/flow/from', /No node/],
    ['a rate in Mbit/s', addFlow({ rate_mbps: 1 }), '/flow/rate_mbps', /did you mean "rate_pps"/],
    ['a rate of null', addFlow({ rate_pps: null }), '/flow/rate_pps', /not null/],
    ['no word on the path', addFlow({ path: undefined }), '/flow/path', /path is missing/],
    ['a path that skips a node', addFlow({ path: ['Oslo', 'Cork'] }), '/flow/path/1', /No link leads from "Oslo" to "Cork"/],
    ['a path against a one-way link', addFlow({ from: 'Cork', to: 'Bonn', path: ['Cork', 'Bonn'] }), '/flow/path/1', /No link leads/],
    ['a path over a number', addFlow({ path: ['Oslo', 7, 'Cork'] }), '/flow/path/1', /node ids, not 7/],
    ['a path that begins elsewhere', addFlow({ path: ['Bonn', 'Cork'] }), '/flow/path/0', /begin at "Oslo"/],
    ['a size of zero', addFlow({ packet_bytes: [{ bytes: 0, weight: 1 }] }), '/flow/packet_bytes/0/bytes', /above 0/],
    ['an end in the past', addFlow({ stop_sec: AT_SEC }), '/flow/stop_sec', /later than the time of the edit, which is 5/],
    ['an end before its beginning', addFlow({ start_sec: 8, stop_sec: 7 }), '/flow/stop_sec', /later than start_sec, which is 8/],
    ['an end moved to the past', updateFlow({ stop_sec: 3 }), '/changes/stop_sec', /later than the time of the edit/],
    ['another beginning', updateFlow({ start_sec: 9 }), '/changes/start_sec', /not known here/],
    ['unknown arrivals', updateFlow({ arrivals: 'bursty' }), '/changes/arrivals', /"on_off"/],
  ])('(%s) is named by its pointer, with what is wrong and what is accepted', (_, edit, pointer, message) => {
    const network = running();
    const outcome = network.apply([edit], AT_SEC);
    expect(problemsIn(outcome)).toEqual([
      expect.objectContaining({ pointer: `/0${pointer}`, message: expect.stringMatching(message), accepted: expect.any(String) }),
    ]);
    expect(outcome).toMatchObject({ refusal: { code: 'validation_failed', total: 1 } });
    expect(network.check([edit], AT_SEC)).toEqual(outcome);
  });

  it('is told all that is wrong with it at once', () => {
    const edit = addLink({ id: 'west', to: 'Bon', latency: -1, directed: 'no', loss_percent: null });
    const pointers = problemsIn(running().check([edit], AT_SEC)).map(({ pointer }) => pointer);
    expect(pointers.sort()).toEqual(['directed', 'id', 'latency', 'loss_percent', 'to'].map((name) => `/0/link/${name}`));
  });

  it('carries the value that was sent', () => {
    expect(problemsIn(running().check([addLink({ latency: -1 })], AT_SEC))).toMatchObject([{ value: -1 }]);
    expect(problemsIn(running().check([{ operation: 'fail_link', link_id: 'south' }], AT_SEC))).toMatchObject([{ value: 'south' }]);
  });

  it('is checked against what the edits before it leave', () => {
    const remove = { operation: 'remove_router', node_id: 'Cork' };
    const outcome = running().check([{ operation: 'fail_router', node_id: 'Cork' }, remove, addLink({})], AT_SEC);
    expect(problemsIn(outcome)).toMatchObject([{ pointer: '/2/link/from', message: 'No node has the id "Cork".' }]);
    expect(problemsIn(running().check([remove, { operation: 'fail_link', link_id: 'west' }], AT_SEC))).toMatchObject([
      { pointer: '/1/link_id' },
    ]);
    expect(problemsIn(running().check([remove, updateFlow({ rate_pps: 1 })], AT_SEC))).toMatchObject([{ pointer: '/1/flow_id' }]);
    const unlink = { operation: 'remove_link', link_id: 'west' };
    const path = ['Oslo', 'Bonn', 'Cork'];
    expect(problemsIn(running().check([addFlow({ path }), unlink, addFlow({ id: 'more', path })], AT_SEC))).toMatchObject([
      { pointer: '/2/flow/path/2' },
    ]);
  });

  it('takes the edits before it with it', () => {
    const network = running();
    const before = { network: network.network(), traffic: network.traffic() };
    const edits = [{ operation: 'remove_router', node_id: 'Oslo' }, addRouter({}), updateLink({ latency: 1 })];
    expect(problemsIn(network.apply(edits, AT_SEC))).toMatchObject([{ pointer: '/2/link_id' }]);
    expect({ network: network.network(), traffic: network.traffic() }).toEqual(before);
  });
});

describe('a network', () => {
  it('keeps its last node', () => {
    const edits = ['Oslo', 'Bonn', 'Cork'].map((node_id) => ({ operation: 'remove_router', node_id }));
    expect(problemsIn(running().check(edits, AT_SEC))).toMatchObject([
      { pointer: '/2/node_id', message: expect.stringMatching(/last node/), value: 'Cork' },
    ]);
    expect(running().check([...edits.slice(0, 2), addRouter({}), edits[2]], AT_SEC)).toEqual({ ok: true });
  });

  it.each([
    ['nodes', addRouter({}), { operation: 'remove_router', node_id: 'Cork' }, '/node', 3],
    ['links', addLink({ from: 'Bonn' }), { operation: 'remove_link', link_id: 'west' }, '/link', 2],
    ['flows', addFlow({ to: 'Bonn' }), { operation: 'stop_flow', flow_id: 'video' }, '/flow', 2],
  ])('has no more %s than a request may have', (what, add, remove, pointer, most) => {
    const small = running();
    const network = new EditedNetwork(small.network(), small.traffic(), { ...DEFAULT_LIMITS, [what]: most });
    expect(problemsIn(network.check([add], AT_SEC))).toEqual([
      expect.objectContaining({ pointer: `/0${pointer}`, message: expect.stringContaining(`there may be ${most}`) }),
    ]);
    expect(network.check([remove, add], AT_SEC)).toEqual({ ok: true });
  });
});
