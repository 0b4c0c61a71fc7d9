import { LINK_DEFAULTS, type NetworkLink } from '@skein/topology';
import { grown, NO_INTS, NO_REALS } from '../memory/arrays.js';
import { NO_PACKET } from '../packets/packet-pool.js';
import type { RandomStreams } from '../random/random-streams.js';
import type { Archive } from '../snapshots/archive.js';
import { GilbertElliottLoss, lossModel, type LossModel } from './loss-model.js';
import { DropTailBytes, DropTailPackets, type QueueDiscipline } from './queue-discipline.js';

const NO_STREAM = -1;
const DROP_TAIL = new DropTailPackets();

/** Where a channel's numbers stand in its row of `Channels.real`. */
export const enum ChannelReal {
  BUSY_UNTIL_SEC,
  BITS_PER_SEC,
  LATENCY_SEC,
  JITTER_SEC,
  WIDTH,
}

/** Where a channel's whole numbers stand in its row of `Channels.int`. */
export const enum ChannelInt {
  HEAD,
  TAIL,
  FIRST_QUEUED,
  /** What stands from here on does not refer to packets. */
  BEHIND_LIST,
  QUEUED = BEHIND_LIST,
  FREE_PLACES,
  MAX_QUEUE,
  JITTER_STREAM,
  FLAGS,
  WIDTH,
}

/** What the loop must see to besides. */
export const enum ChannelFlag {
  /** It has a loss model. */
  LOSES = 1,
  /** Its discipline wants to know the queue's length in bytes. */
  COUNTS_BYTES = 2,
  /** It leads from the end of its link to the beginning. */
  BACKWARD = 4,
}

/**
 * The directed halves of the links, called channels: a transmitter with its queue, and the wire behind it. Their order is that of the links,
 * forward before backward, those of links that are added later behind; it is what ties are broken by.
 *
 * A queue is first in, first out at a fixed rate, so when a packet is admitted its departure is already known: `BUSY_UNTIL_SEC` plus its own
 * serialisation. All packets of a channel, waiting, in service and on the wire, are therefore one list from `HEAD` (next to arrive) to `TAIL`,
 * of which those from `FIRST_QUEUED` on had not yet departed when last looked at.
 */
export class Channels {
  count = 0;
  from = NO_INTS;
  to = NO_INTS;
  real = NO_REALS;
  int = NO_INTS;
  /** Bytes waiting or in service, where the discipline counts them. */
  queuedBytes = NO_REALS;
  readonly discipline: QueueDiscipline[];
  readonly loss: (LossModel | null)[];
  private lossStream = NO_INTS;

  constructor(
    private readonly random: RandomStreams,
    capacity: number,
  ) {
    this.grow(capacity);
    this.discipline = new Array<QueueDiscipline>(capacity);
    this.loss = new Array<LossModel | null>(capacity);
  }

  /** Rows in the arrays, used or not. */
  get capacity(): number {
    return this.from.length;
  }

  /** Adds one direction of a link, idle, and answers its number. */
  add(link: NetworkLink, from: number, to: number, forward: boolean): number {
    if (this.count === this.capacity) this.grow(Math.max(8, this.capacity * 2));
    const channel = this.count++;
    this.from[channel] = from;
    this.to[channel] = to;
    const row = channel * ChannelInt.WIDTH;
    this.int[row + ChannelInt.HEAD] = NO_PACKET;
    this.int[row + ChannelInt.TAIL] = NO_PACKET;
    this.int[row + ChannelInt.FIRST_QUEUED] = NO_PACKET;
    this.int[row + ChannelInt.JITTER_STREAM] = NO_STREAM;
    this.lossStream[channel] = NO_STREAM;
    this.int[row + ChannelInt.FLAGS] = forward ? 0 : ChannelFlag.BACKWARD;
    this.loss[channel] = null;
    this.configure(channel, link);
    return channel;
  }

  /** Takes over what can change about a link. Packets that the channel holds are not looked at. */
  configure(channel: number, link: NetworkLink): void {
    const real = channel * ChannelReal.WIDTH;
    this.real[real + ChannelReal.BITS_PER_SEC] = link.bandwidth_mbps * 1e6;
    this.real[real + ChannelReal.LATENCY_SEC] = link.latency / 1000;
    this.real[real + ChannelReal.JITTER_SEC] = link.jitter_ms / 1000;
    const int = channel * ChannelInt.WIDTH;
    if (link.jitter_ms > 0 && this.int[int + ChannelInt.JITTER_STREAM] === NO_STREAM) {
      this.int[int + ChannelInt.JITTER_STREAM] = this.random.open('jitter', this.nameOf(channel, link));
    }
    const discipline = link.queue_bytes === null ? DROP_TAIL : new DropTailBytes(link.queue_bytes);
    this.discipline[channel] = discipline;
    this.int[int + ChannelInt.FREE_PLACES] = discipline.countsBytes ? 0 : (link.queue_packets ?? LINK_DEFAULTS.queue_packets);
    const loss = lossModel(link, this.random, () => this.lossStreamOf(channel, link), this.loss[channel]);
    this.loss[channel] = loss;
    const direction = this.int[int + ChannelInt.FLAGS] & ChannelFlag.BACKWARD;
    this.int[int + ChannelInt.FLAGS] = direction | (loss ? ChannelFlag.LOSES : 0) | (discipline.countsBytes ? ChannelFlag.COUNTS_BYTES : 0);
  }

  /** After its link's id and its direction: what a channel's streams and its label come from. */
  nameOf(channel: number, { id }: NetworkLink): string {
    return `${this.int[channel * ChannelInt.WIDTH + ChannelInt.FLAGS] & ChannelFlag.BACKWARD ? '<' : '>'} ${id}`;
  }

  /** Serialisation of a packet, in seconds. */
  serialisationSec(channel: number, bytes: number): number {
    return (bytes * 8) / this.real[channel * ChannelReal.WIDTH + ChannelReal.BITS_PER_SEC];
  }

  head(channel: number): number {
    return this.int[channel * ChannelInt.WIDTH + ChannelInt.HEAD];
  }

  busyUntilSec(channel: number): number {
    return this.real[channel * ChannelReal.WIDTH + ChannelReal.BUSY_UNTIL_SEC];
  }

  maxQueue(channel: number): number {
    return this.int[channel * ChannelInt.WIDTH + ChannelInt.MAX_QUEUE];
  }

  setMaxQueue(channel: number, packets: number): void {
    this.int[channel * ChannelInt.WIDTH + ChannelInt.MAX_QUEUE] = packets;
  }

  private lossStreamOf(channel: number, link: NetworkLink): number {
    if (this.lossStream[channel] === NO_STREAM) this.lossStream[channel] = this.random.open('loss', this.nameOf(channel, link));
    return this.lossStream[channel];
  }

  private grow(capacity: number): void {
    this.from = grown(this.from, capacity);
    this.to = grown(this.to, capacity);
    this.real = grown(this.real, capacity * ChannelReal.WIDTH);
    this.int = grown(this.int, capacity * ChannelInt.WIDTH);
    this.queuedBytes = grown(this.queuedBytes, capacity);
    this.lossStream = grown(this.lossStream, capacity);
  }

  /** Carries all but the lists of packets, which are to be empty. */
  carry(archive: Archive): void {
    archive.reals(this.real, 0, this.count * ChannelReal.WIDTH);
    archive.reals(this.queuedBytes, 0, this.count);
    for (let channel = 0; channel < this.count; channel++) {
      const row = channel * ChannelInt.WIDTH;
      archive.ints(this.int, row + ChannelInt.BEHIND_LIST, row + ChannelInt.WIDTH);
      const loss = this.loss[channel];
      if (loss instanceof GilbertElliottLoss) loss.bad = archive.flag(loss.bad);
    }
  }

  get arrays(): readonly ArrayBufferView[] {
    return [this.from, this.to, this.real, this.int, this.queuedBytes, this.lossStream];
  }
}
