import { describe, expect, it } from '@jest/globals';
import { admitted, problemsOf } from '../testing/bodies.js';

const BURSTS = { good_to_bad_percent: 1, bad_to_good_percent: 25 };

const request = (link: object) => ({ topology: { nodes: ['A', 'B'], links: [{ from: 'A', to: 'B', latency: 1, ...link }] } });
const effective = (link: object) => admitted({ ...request(link), config: { packet_loss_percent: 2 } }).runs.topology.links[0];

describe('a link', () => {
  it.each<[string, object, object]>([
    ['a queue in bytes', { queue_bytes: 64_000 }, { queue_bytes: 64_000, queue_packets: null }],
    ['a queue of less than a byte', { queue_bytes: 0.5 }, { queue_bytes: 0.5, queue_packets: null }],
    ['a queue in packets and null bytes', { queue_packets: 5, queue_bytes: null }, { queue_bytes: null, queue_packets: 5 }],
    ['a queue in bytes and null packets', { queue_packets: null, queue_bytes: 5 }, { queue_bytes: 5, queue_packets: null }],
    ['loss and null bursts', { loss_percent: 3, gilbert_elliott: null }, { loss_percent: 3, gilbert_elliott: null }],
  ])('may have %s', (_, link, expected) => {
    expect(effective(link)).toMatchObject(expected);
  });

  it('loses in bursts in place of any other loss, all packets while bad and none while good unless told otherwise', () => {
    const filledIn = { ...BURSTS, loss_good_percent: 0, loss_bad_percent: 100 };
    expect(effective({ gilbert_elliott: BURSTS })).toMatchObject({ loss_percent: null, gilbert_elliott: filledIn });
    const told = { ...BURSTS, loss_good_percent: 0.1, loss_bad_percent: 50 };
    expect(effective({ loss_percent: null, gilbert_elliott: told })).toMatchObject({ loss_percent: null, gilbert_elliott: told });
  });

  it.each<[string, object, string, RegExp]>([
    ['two limits of its queue', { queue_packets: 5, queue_bytes: 5000 }, '/queue_bytes', /two ways to limit the queue; give one of them/],
    ['two ways to lose', { loss_percent: 0, gilbert_elliott: BURSTS }, '/gilbert_elliott', /two ways to lose packets; give one of them/],
    ['no bytes of queue', { queue_bytes: 0 }, '/queue_bytes', /above 0 up to 1000000000000 \(bytes\)/],
    ['bytes of queue as a string', { queue_bytes: '5000' }, '/queue_bytes', /without quotes/],
    ['a number for bursts', { gilbert_elliott: 5 }, '/gilbert_elliott', /an object, not 5/],
    ['bursts that never begin', { gilbert_elliott: { bad_to_good_percent: 25 } }, '/gilbert_elliott/good_to_bad_percent', /is missing/],
    ['a chance above 100', { gilbert_elliott: { ...BURSTS, loss_bad_percent: 101 } }, '/gilbert_elliott/loss_bad_percent', /up to 100/],
    ['a misspelled chance', { gilbert_elliott: { ...BURSTS, loss_bad: 50 } }, '/gilbert_elliott/loss_bad', /mean "loss_bad_percent"/],
  ])('is refused with %s', (_, link, pointer, message) => {
    expect(problemsOf(request(link))).toMatchObject([{ pointer: `/topology/links/0${pointer}`, message: expect.stringMatching(message) }]);
  });

  it('is told of both what is of a wrong type and what is given twice', () => {
    const found = problemsOf(request({ queue_packets: 'many', queue_bytes: 5000 }));
    expect(found.map(({ pointer }) => pointer).sort()).toEqual(['/topology/links/0/queue_bytes', '/topology/links/0/queue_packets']);
  });
});
