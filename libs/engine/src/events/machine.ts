import type { Flow, Scenario } from '@skein/topology';
import { Channels } from '../links/channels.js';
import { occupancy } from '../links/occupancy.js';
import { PacketPool } from '../packets/packet-pool.js';
import { RandomStreams } from '../random/random-streams.js';
import { Routes } from '../routing/routes.js';
import { ChannelStatistics } from '../statistics/channel-statistics.js';
import { FlowStatistics } from '../statistics/flow-statistics.js';
import { TimeSeries } from '../statistics/time-series.js';
import { defaultTraffic } from '../traffic/default-traffic.js';
import { Flows } from '../traffic/flows.js';
import { WinnerTree } from './winner-tree.js';

/** The whole state of one simulation. Slots of the event set are the channels, then the flows: so are ties in time broken. */
export class Machine {
  nowSec = 0;
  events = 0;
  /** Packets that were let into a queue. */
  admissions = 0;
  readonly warmupSec: number;
  readonly traffic: readonly Flow[];

  readonly random: RandomStreams;
  readonly packets = new PacketPool();
  readonly channels: Channels;
  readonly flows: Flows;
  readonly routes: Routes;
  readonly tree: WinnerTree;
  readonly flowStatistics: FlowStatistics;
  readonly channelStatistics: ChannelStatistics;
  readonly series: TimeSeries;

  constructor({ topology, traffic, config }: Scenario) {
    const nodeIndex = new Map(topology.nodes.map(({ id }, index) => [id, index]));
    const node = (id: string): number => nodeIndex.get(id)!;
    this.traffic = traffic ?? defaultTraffic(topology.nodes, config.seed);
    this.warmupSec = config.warmup_sec;
    this.random = new RandomStreams(config.seed);
    this.channels = new Channels(topology.links, nodeIndex, this.random);
    this.flows = new Flows(this.traffic, this.random);
    const routed = this.traffic.map(({ from, to, path }) => ({
      source: node(from),
      destination: node(to),
      path: path && path.map(node),
    }));
    this.routes = new Routes(topology.nodes.length, this.channels, routed, topology.links, config.routing.metric);
    this.flowStatistics = new FlowStatistics(this.flows.count);
    this.channelStatistics = new ChannelStatistics(this.channels.count);
    this.series = new TimeSeries(config.sample_interval_sec);
    this.tree = new WinnerTree(this.channels.count + this.flows.count);
    for (let flow = 0; flow < this.flows.count; flow++) {
      this.tree.moveEarlier(this.channels.count + flow, this.flows.firstEventSec(flow));
    }
  }

  /** Lays the path of the flow whose event is next. */
  findPath(): void {
    this.routes.resolve(this.tree.winner[1] - this.channels.count);
  }

  /** At the end of the warm-up: what the channels have been busy with so far is forgotten, what they hold now is not. */
  startMeasuring(): void {
    const { channels, channelStatistics: statistics } = this;
    for (let channel = 0; channel < channels.count; channel++) {
      const held = occupancy(channels, this.packets, channel, this.nowSec, this.warmupSec);
      statistics.busySec[channel] = held.busyLeftSec;
      statistics.queuedSec[channel] = held.queuedLeftSec;
      statistics.maxQueue[channel] = held.queued;
    }
  }

  get transmissionsBegun(): number {
    let waiting = 0;
    for (let channel = 0; channel < this.channels.count; channel++) {
      waiting += Math.max(0, occupancy(this.channels, this.packets, channel, this.nowSec, this.warmupSec).queued - 1);
    }
    return this.admissions - waiting;
  }

  /** Bytes held in typed arrays. */
  get bytesHeld(): number {
    const holders = [
      this.random,
      this.packets,
      this.channels,
      this.flows,
      this.routes,
      this.tree,
      this.flowStatistics,
      this.channelStatistics,
      this.series,
    ];
    return holders.flatMap((holder) => holder.arrays).reduce((sum, { byteLength }) => sum + byteLength, 0);
  }
}
