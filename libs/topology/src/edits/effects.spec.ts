import { describe, expect, it } from '@jest/globals';
import type { Edit } from '../model/edit.js';
import { EditedNetwork } from './edited-network.js';
import { flow, link, node, running } from './testing/running.js';

const BURSTS = { good_to_bad_percent: 1, bad_to_good_percent: 25, loss_good_percent: 0, loss_bad_percent: 50 };

function edited(...edits: Edit[]): EditedNetwork {
  const network = running();
  expect(network.apply(edits, 5)).toEqual({ ok: true });
  return network;
}

const ids = (things: { id: string }[]) => things.map(({ id }) => id);

describe('an edit', () => {
  it('adds at the end', () => {
    const network = edited(
      { operation: 'add_router', node: node('Rome') },
      { operation: 'add_link', link: link('south', 'Rome', 'Bonn') },
      { operation: 'add_flow', flow: flow('mail', 'Rome', 'Oslo', { path: ['Rome', 'Bonn', 'Oslo'] }) },
    );
    expect(network.network().nodes.at(-1)).toEqual(node('Rome'));
    expect(network.network().links.at(-1)).toEqual(link('south', 'Rome', 'Bonn'));
    expect(network.traffic().at(-1)).toEqual(network.flow('mail'));
    expect(network.linksOf('Rome')).toEqual(['south']);
  });

  it('that removes a router takes its links, and the flows that start, end or have their path there', () => {
    const network = running();
    expect({ links: network.linksOf('Cork'), flows: network.flowsThrough('Cork') }).toEqual({ links: ['west'], flows: ['video'] });
    expect(network.flowsThrough('Bonn')).toEqual(['video', 'voice']);
    network.apply([{ operation: 'remove_router', node_id: 'Cork' }], 5);
    expect(ids(network.network().nodes)).toEqual(['Oslo', 'Bonn']);
    expect(ids(network.network().links)).toEqual(['north']);
    expect(ids(network.traffic())).toEqual(['voice']);
    expect([network.node('Cork'), network.link('west'), network.flow('video')]).toEqual([undefined, undefined, undefined]);
  });

  it('that removes a link leaves flows alone, even those whose path it was on', () => {
    const network = edited({ operation: 'remove_link', link_id: 'west' });
    expect(ids(network.network().links)).toEqual(['north']);
    expect(network.traffic()).toEqual(running().traffic());
  });

  it('that updates leaves what it updates in its place, and the rest of it as it was', () => {
    const network = edited(
      { operation: 'update_link', link_id: 'north', changes: { jitter_ms: 3, latency: undefined } },
      { operation: 'update_flow', flow_id: 'video', changes: { rate_pps: 7, stop_sec: 9 } },
      { operation: 'update_flow', flow_id: 'video', changes: { stop_sec: null } },
    );
    const [north, west] = running().network().links;
    const [video, voice] = running().traffic();
    expect(network.network().links).toEqual([{ ...north, jitter_ms: 3 }, west]);
    expect(network.traffic()).toEqual([{ ...video, rate_pps: 7 }, voice]);
  });

  it.each([
    [{ gilbert_elliott: BURSTS }, { loss_percent: null, gilbert_elliott: BURSTS }],
    [
      { gilbert_elliott: BURSTS, loss_percent: null },
      { loss_percent: null, gilbert_elliott: BURSTS },
    ],
    [{ loss_percent: 3 }, { loss_percent: 3, gilbert_elliott: null }],
    [{ queue_bytes: 900 }, { queue_bytes: 900, queue_packets: null }],
    [{ gilbert_elliott: null }, { loss_percent: 0, gilbert_elliott: null }],
  ])('that gives one form of loss or queue (%j) puts it in place of the other', (changes, result) => {
    const network = edited({ operation: 'update_link', link_id: 'north', changes });
    expect(network.link('north')).toEqual({ ...running().link('north'), ...result });
    const back = { loss_percent: 0, queue_packets: 100 };
    expect(network.apply([{ operation: 'update_link', link_id: 'north', changes: back }], 5)).toEqual({ ok: true });
    expect(network.network()).toEqual(running().network());
  });

  it('may give the lengths of periods to a flow that has none', () => {
    const changes = { on_sec: 3, off_sec: 4, periods: 'fixed' } as const;
    expect(edited({ operation: 'update_flow', flow_id: 'voice', changes }).flow('voice')).toMatchObject({
      arrivals: 'poisson',
      ...changes,
    });
  });

  it('may use an id again that was removed or stopped', () => {
    const network = edited(
      { operation: 'remove_router', node_id: 'Cork' },
      { operation: 'add_router', node: node('Cork') },
      { operation: 'add_link', link: link('west', 'Cork', 'Oslo') },
      { operation: 'add_flow', flow: flow('video', 'Cork', 'Oslo', { path: ['Cork', 'Oslo'] }) },
      { operation: 'stop_flow', flow_id: 'voice' },
    );
    expect(network.link('west')).toEqual(link('west', 'Cork', 'Oslo'));
    expect(ids(network.traffic())).toEqual(['video']);
  });

  it('that removes a router does so as the edits before it leave the network', () => {
    const network = edited(
      { operation: 'add_router', node: node('Rome') },
      { operation: 'add_router', node: node('Kiev') },
      { operation: 'remove_router', node_id: 'Rome' },
      { operation: 'add_link', link: link('south', 'Kiev', 'Cork') },
      { operation: 'add_link', link: link('east', 'Oslo', 'Kiev') },
      { operation: 'add_flow', flow: flow('mail', 'Kiev', 'Cork') },
      { operation: 'remove_router', node_id: 'Kiev' },
      { operation: 'remove_link', link_id: 'west' },
      { operation: 'stop_flow', flow_id: 'video' },
      { operation: 'add_link', link: link('west', 'Oslo', 'Bonn') },
      { operation: 'add_flow', flow: flow('video', 'Oslo', 'Bonn') },
      { operation: 'remove_router', node_id: 'Cork' },
    );
    expect(ids(network.network().links)).toEqual(['north', 'west']);
    expect(ids(network.traffic())).toEqual(['voice', 'video']);
  });

  it('takes down and up, however often, without changing the network', () => {
    const network = edited({ operation: 'fail_link', link_id: 'north' }, { operation: 'fail_link', link_id: 'north' });
    expect(network.linkFailed('north')).toBe(true);
    network.apply(
      [
        { operation: 'fail_router', node_id: 'Oslo' },
        { operation: 'restore_link', link_id: 'north' },
      ],
      5,
    );
    expect({ link: network.linkFailed('north'), router: network.nodeFailed('Oslo') }).toEqual({ link: false, router: true });
    const restore = { operation: 'restore_router', node_id: 'Oslo' };
    expect(network.apply([restore, restore], 5)).toEqual({ ok: true });
    expect(network.nodeFailed('Oslo')).toBe(false);
    expect(network.network()).toEqual(running().network());
  });

  it('may change or remove what is down; what comes in its place is up', () => {
    const network = edited(
      { operation: 'fail_link', link_id: 'west' },
      { operation: 'fail_router', node_id: 'Cork' },
      { operation: 'update_link', link_id: 'west', changes: { latency: 1 } },
      { operation: 'remove_router', node_id: 'Cork' },
      { operation: 'add_router', node: node('Cork') },
      { operation: 'add_link', link: link('west', 'Bonn', 'Cork') },
    );
    expect({ link: network.linkFailed('west'), router: network.nodeFailed('Cork') }).toEqual({ link: false, router: false });
  });

  it('is copied: what its sender does with it afterwards has no effect', () => {
    const path = ['Oslo', 'Bonn'];
    const added = flow('mail', 'Oslo', 'Bonn', { path, packet_bytes: [{ bytes: 40, weight: 1 }] });
    const bursts = { ...BURSTS };
    const network = edited(
      { operation: 'add_flow', flow: added },
      { operation: 'update_link', link_id: 'north', changes: { gilbert_elliott: bursts } },
    );
    const before = JSON.stringify([network.network(), network.traffic()]);
    path.push('Cork');
    (added.packet_bytes as { bytes: number }[])[0].bytes = 1;
    added.rate_pps = 0;
    bursts.loss_bad_percent = 0;
    expect(JSON.stringify([network.network(), network.traffic()])).toBe(before);
  });

  it('keeps what it was constructed with as it was', () => {
    const nodes = [node('A'), node('B')];
    const links = [link('l', 'A', 'B')];
    const given = JSON.stringify([nodes, links]);
    const network = new EditedNetwork({ nodes, links }, []);
    network.apply(
      [
        { operation: 'update_link', link_id: 'l', changes: { latency: 5 } },
        { operation: 'remove_router', node_id: 'A' },
      ],
      0,
    );
    expect(JSON.stringify([nodes, links])).toBe(given);
  });
});
