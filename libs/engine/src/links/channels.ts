import type { NetworkLink } from '@skein/topology';
import { NO_PACKET } from '../packets/packet-pool.js';
import type { RandomStreams } from '../random/random-streams.js';
import { IndependentLoss, type LossModel } from './loss-model.js';
import { DropTail, type QueueDiscipline } from './queue-discipline.js';

const NO_STREAM = -1;

/**
 * The directed halves of the links, called channels: a transmitter with its queue, and the wire behind it. Their order is that of the links,
 * forward before backward, and is what ties are broken by.
 *
 * A queue is first in, first out at a fixed rate, so when a packet is admitted its departure is already known: `busyUntilSec` plus its own
 * serialisation. All packets of a channel, waiting, in service and on the wire, are therefore one list from `head` (next to arrive) to `tail`,
 * of which those from `firstQueued` on had not yet departed when last looked at.
 */
export class Channels {
  readonly count: number;
  /** Index of the link in the input, and of its end nodes. */
  readonly link: Int32Array;
  readonly from: Int32Array;
  readonly to: Int32Array;

  readonly bitsPerSec: Float64Array;
  readonly latencySec: Float64Array;
  readonly jitterSec: Float64Array;
  readonly jitterStream: Int32Array;
  readonly freePlaces: Int32Array;
  readonly discipline: QueueDiscipline[] = [];
  readonly loss: (LossModel | null)[] = [];

  readonly head: Int32Array;
  readonly tail: Int32Array;
  readonly firstQueued: Int32Array;
  readonly queued: Int32Array;
  readonly busyUntilSec: Float64Array;

  constructor(links: readonly NetworkLink[], nodeIndex: ReadonlyMap<string, number>, random: RandomStreams) {
    const count = links.reduce((sum, { directed }) => sum + (directed ? 1 : 2), 0);
    this.count = count;
    this.link = new Int32Array(count);
    this.from = new Int32Array(count);
    this.to = new Int32Array(count);
    this.bitsPerSec = new Float64Array(count);
    this.latencySec = new Float64Array(count);
    this.jitterSec = new Float64Array(count);
    this.jitterStream = new Int32Array(count).fill(NO_STREAM);
    this.freePlaces = new Int32Array(count);
    this.head = new Int32Array(count).fill(NO_PACKET);
    this.tail = new Int32Array(count).fill(NO_PACKET);
    this.firstQueued = new Int32Array(count).fill(NO_PACKET);
    this.queued = new Int32Array(count);
    this.busyUntilSec = new Float64Array(count);

    const dropTails = new Map<number, DropTail>();
    let channel = 0;
    links.forEach((link, index) => {
      const ends = [nodeIndex.get(link.from)!, nodeIndex.get(link.to)!] as const;
      for (const forward of link.directed ? [true] : [true, false]) {
        const name = `${forward ? '>' : '<'} ${link.id}`;
        this.link[channel] = index;
        this.from[channel] = forward ? ends[0] : ends[1];
        this.to[channel] = forward ? ends[1] : ends[0];
        this.bitsPerSec[channel] = link.bandwidth_mbps * 1e6;
        this.latencySec[channel] = link.latency / 1000;
        this.jitterSec[channel] = link.jitter_ms / 1000;
        if (link.jitter_ms > 0) this.jitterStream[channel] = random.open('jitter', name);
        const places = link.queue_packets ?? 100;
        let dropTail = dropTails.get(places);
        if (!dropTail) dropTails.set(places, (dropTail = new DropTail(places)));
        this.discipline.push(dropTail);
        this.freePlaces[channel] = dropTail.freePlaces;
        this.loss.push(link.loss_percent! > 0 ? new IndependentLoss(random, link.loss_percent! / 100, name) : null);
        channel++;
      }
    });
  }

  /** Serialisation of a packet, in seconds. */
  serialisationSec(channel: number, bytes: number): number {
    return (bytes * 8) / this.bitsPerSec[channel];
  }

  get arrays(): readonly ArrayBufferView[] {
    return Object.values(this).filter((member): member is ArrayBufferView => ArrayBuffer.isView(member));
  }
}
