import { describe, expect, it } from '@jest/globals';
import type { Edit } from '../../model/edit.js';
import { bodyOf } from '../../request/testing/bodies.js';
import { EditedNetwork } from '../edited-network.js';
import { flow, link, node, running } from '../testing/running.js';
import { readEdits } from './read-edits.js';

const CONTEXT = { packetLossPercent: 2.5, atSec: 5 };
const BURSTS = { good_to_bad_percent: 1, bad_to_good_percent: 25 };
const WHOLE_BURSTS = { ...BURSTS, loss_good_percent: 0, loss_bad_percent: 100 };

function read(body: unknown, network = running()): Edit[] {
  const outcome = readEdits(bodyOf(body), network, CONTEXT);
  expect(outcome).toMatchObject({ ok: true });
  return outcome.ok ? outcome.value : [];
}

const links = (...more: ReturnType<typeof link>[]) => {
  const { nodes, links } = running().network();
  return new EditedNetwork({ nodes, links: [...links, ...more] }, running().traffic());
};

describe('one operation', () => {
  it.each<[string, object, Edit]>([
    ['a router by its id', { operation: 'add_router', node: 'Rome' }, { operation: 'add_router', node: node('Rome') }],
    [
      'a router with some of its members',
      { operation: 'add_router', node: { id: 'Rome', label: 'Roma', type: null } },
      { operation: 'add_router', node: node('Rome', { label: 'Roma' }) },
    ],
    ['a router to remove', { operation: 'remove_router', node_id: 'Oslo' }, { operation: 'remove_router', node_id: 'Oslo' }],
    ['a router to fail', { operation: 'fail_router', node_id: 'Oslo' }, { operation: 'fail_router', node_id: 'Oslo' }],
    ['a router to restore', { operation: 'restore_router', node_id: 'Oslo' }, { operation: 'restore_router', node_id: 'Oslo' }],

    [
      'a link between two nodes, with the loss of the configuration',
      { operation: 'add_link', link: { from: 'Cork', to: 'Oslo' } },
      { operation: 'add_link', link: link('Cork-Oslo', 'Cork', 'Oslo', { loss_percent: 2.5 }) },
    ],
    [
      'a link with the second forms of loss and queue',
      { operation: 'add_link', link: { id: 'new', from: 'Cork', to: 'Oslo', latency: 3, gilbert_elliott: BURSTS, queue_bytes: 900 } },
      {
        operation: 'add_link',
        link: link('new', 'Cork', 'Oslo', {
          latency: 3,
          loss_percent: null,
          gilbert_elliott: WHOLE_BURSTS,
          queue_packets: null,
          queue_bytes: 900,
        }),
      },
    ],
    ['a link by its id', { operation: 'remove_link', link_id: 'west' }, { operation: 'remove_link', link_id: 'west' }],
    ['a link by its ends', { operation: 'fail_link', from: 'Oslo', to: 'Bonn' }, { operation: 'fail_link', link_id: 'north' }],
    [
      'a link by its ends the other way round',
      { operation: 'restore_link', from: 'Bonn', to: 'Oslo', link_id: null },
      { operation: 'restore_link', link_id: 'north' },
    ],
    ['a one-way link by its ends', { operation: 'remove_link', from: 'Bonn', to: 'Cork' }, { operation: 'remove_link', link_id: 'west' }],
    [
      'changes of a link',
      { operation: 'update_link', link_id: 'north', changes: { latency: 4, queue_bytes: 900 } },
      { operation: 'update_link', link_id: 'north', changes: { latency: 4, queue_bytes: 900 } },
    ],
    [
      'changes beside the id of the link',
      { operation: 'update_link', link_id: 'north', latency: 4, gilbert_elliott: BURSTS },
      { operation: 'update_link', link_id: 'north', changes: { latency: 4, gilbert_elliott: WHOLE_BURSTS } },
    ],
    [
      'changes beside the ends of the link',
      { operation: 'update_link', from: 'Bonn', to: 'Cork', loss_percent: 1, gilbert_elliott: null, changes: null },
      { operation: 'update_link', link_id: 'west', changes: { loss_percent: 1, gilbert_elliott: null } },
    ],

    [
      'a flow between two nodes',
      { operation: 'add_flow', flow: { from: 'Oslo', to: 'Cork' } },
      { operation: 'add_flow', flow: flow('Oslo-Cork', 'Oslo', 'Cork') },
    ],
    [
      'a flow with its rate in Mbit/s',
      {
        operation: 'add_flow',
        flow: { id: 'mail', from: 'Oslo', to: 'Cork', rate_mbps: 8, packet_bytes: 500, path: ['Oslo', 'Bonn', 'Cork'] },
      },
      {
        operation: 'add_flow',
        flow: flow('mail', 'Oslo', 'Cork', { rate_pps: 2000, packet_bytes: 500, path: ['Oslo', 'Bonn', 'Cork'] }),
      },
    ],
    [
      'changes of a flow',
      { operation: 'update_flow', flow_id: 'voice', changes: { rate_pps: 3, stop_sec: null } },
      { operation: 'update_flow', flow_id: 'voice', changes: { rate_pps: 3, stop_sec: null } },
    ],
    [
      'a new rate in Mbit/s, of packets as they are',
      { operation: 'update_flow', flow_id: 'voice', changes: { rate_mbps: 8 } },
      { operation: 'update_flow', flow_id: 'voice', changes: { rate_pps: 1000 } },
    ],
    [
      'a new rate in Mbit/s, of packets as they will be, beside the id of the flow',
      { operation: 'update_flow', flow_id: 'voice', rate_mbps: 8, packet_bytes: [{ bytes: 500, weight: 2 }] },
      { operation: 'update_flow', flow_id: 'voice', changes: { rate_pps: 2000, packet_bytes: [{ bytes: 500, weight: 2 }] } },
    ],
    [
      'other periods together with what gives them a meaning',
      { operation: 'update_flow', flow_id: 'voice', changes: { arrivals: 'on_off', on_sec: 2 } },
      { operation: 'update_flow', flow_id: 'voice', changes: { arrivals: 'on_off', on_sec: 2 } },
    ],
    ['a flow to stop', { operation: 'stop_flow', flow_id: 'voice' }, { operation: 'stop_flow', flow_id: 'voice' }],
  ])('may give %s', (_, operation, edit) => {
    const network = running();
    expect(read(operation, network)).toEqual([edit]);
    expect(read({ operations: [operation] }, network)).toEqual([edit]);
    expect(readEdits(operation, network, CONTEXT)).toEqual({ ok: true, value: [edit] });
    expect(network.apply([edit], CONTEXT.atSec)).toEqual({ ok: true });
  });

  it('may leave out an id: links and flows are called after their ends, with a number where that is taken', () => {
    const edits = read(
      {
        operations: [
          { operation: 'add_link', link: { from: 'Oslo', to: 'Bonn' } },
          { operation: 'add_link', link: { from: 'Oslo', to: 'Bonn' } },
          { operation: 'add_flow', flow: { from: 'Oslo', to: 'Bonn' } },
          { operation: 'add_flow', flow: { from: 'Oslo', to: 'Bonn' } },
        ],
      },
      links(link('Oslo-Bonn#2', 'Oslo', 'Bonn')),
    );
    const ids = edits.map((edit) => (edit.operation === 'add_link' ? edit.link.id : edit.operation === 'add_flow' ? edit.flow.id : null));
    expect(ids).toEqual(['Oslo-Bonn', 'Oslo-Bonn#3', 'Oslo-Bonn', 'Oslo-Bonn#2']);
  });

  it('may name what is called after two long ids', () => {
    const long = (letter: string) => letter.repeat(200);
    const network = running();
    const added = read(
      {
        operations: [
          { operation: 'add_router', node: long('x') },
          { operation: 'add_router', node: long('y') },
          { operation: 'add_link', link: { from: long('x'), to: long('y') } },
          { operation: 'add_flow', flow: { from: long('x'), to: long('y') } },
        ],
      },
      network,
    );
    expect(network.apply(added, CONTEXT.atSec)).toEqual({ ok: true });
    const id = `${long('x')}-${long('y')}`;
    const edits: Edit[] = [
      { operation: 'stop_flow', flow_id: id },
      { operation: 'remove_link', link_id: id },
    ];
    expect(read({ operations: edits }, network)).toEqual(edits);
  });
});

describe('a list of operations', () => {
  it('is read as each leaves the network to the next', () => {
    const operations = [
      { operation: 'add_router', node: 'Rome' },
      { operation: 'add_link', link: { from: 'Rome', to: 'Oslo' } },
      { operation: 'remove_link', from: 'Bonn', to: 'Oslo' },
      { operation: 'update_link', from: 'Oslo', to: 'Rome', latency: 9 },
      { operation: 'add_link', link: { id: 'again', from: 'Oslo', to: 'Bonn' } },
      { operation: 'fail_link', from: 'Oslo', to: 'Bonn' },
      { operation: 'remove_router', node_id: 'Cork' },
      { operation: 'add_flow', flow: { id: 'video', from: 'Rome', to: 'Bonn', path: ['Rome', 'Oslo', 'Bonn'] } },
    ];
    const edits = read({ operations });
    expect(edits.map((edit) => ('link_id' in edit ? edit.link_id : null)).filter((id) => id !== null)).toEqual([
      'north',
      'Rome-Oslo',
      'again',
    ]);
    expect(running().apply(edits, CONTEXT.atSec)).toEqual({ ok: true });
  });

  it('changes nothing by being read', () => {
    const network = running();
    read({ operations: [{ operation: 'remove_router', node_id: 'Oslo' }] }, network);
    expect(network.network()).toEqual(running().network());
    expect(network.traffic()).toEqual(running().traffic());
  });
});
