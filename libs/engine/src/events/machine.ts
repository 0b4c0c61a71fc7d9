import { defaultTraffic, hashName, type Flow, type NetworkLink, type NetworkNode, type Scenario } from '@skein/topology';
import { Channels } from '../links/channels.js';
import { occupancy } from '../links/occupancy.js';
import { Directory } from '../network/directory.js';
import type { LinkRecord, NodeRecord } from '../network/links.js';
import { PacketBudget } from '../packets/packet-budget.js';
import { PacketInt, PacketPool } from '../packets/packet-pool.js';
import { travellers } from '../packets/travellers.js';
import { RandomStreams } from '../random/random-streams.js';
import { Graph } from '../routing/graph.js';
import { DOWN, linkWeight } from '../routing/link-weight.js';
import { PathPerFlow, PathPerPacket, SinglePath } from '../routing/route-layer.js';
import { Routes } from '../routing/routes.js';
import { ChannelStatistics } from '../statistics/channel-statistics.js';
import { FlowStatistics } from '../statistics/flow-statistics.js';
import { TimeSeries } from '../statistics/time-series.js';
import { Flows } from '../traffic/flows.js';
import { WinnerTree } from './winner-tree.js';

/**
 * The whole state of one simulation. Slots of the event set are the channels, then the flows: so are ties in time broken. What is removed
 * keeps its number and its measurements.
 */
export class Machine {
  nowSec = 0;
  events = 0;
  /** Packets that were let into a queue. */
  admissions = 0;
  readonly warmupSec: number;

  readonly nodes: NodeRecord[];
  readonly links: LinkRecord[];
  readonly traffic: Flow[];
  private present: Directory | null = null;

  readonly random: RandomStreams;
  readonly packets: PacketPool;
  readonly channels: Channels;
  readonly flows: Flows;
  readonly graph: Graph;
  readonly routes: Routes;
  tree: WinnerTree;
  readonly flowStatistics = new FlowStatistics();
  readonly channelStatistics = new ChannelStatistics();
  readonly series: TimeSeries;

  /** Words that next hops are chosen by; empty where nothing is chosen. */
  readonly flowLabels: number[] = [];
  private readonly channelLabels: number[] = [];
  private readonly config: Scenario['config'];
  /** Capacities for which there is room. */
  private fittedChannels = 0;
  private fittedFlows = 0;

  constructor({ topology, traffic, config }: Scenario, budget = new PacketBudget()) {
    this.config = config;
    this.warmupSec = config.warmup_sec;
    this.random = new RandomStreams(config.seed);
    this.series = new TimeSeries(config.sample_interval_sec);
    // Lists are made at the length that they have: one that grows takes room for seventeen.
    this.nodes = topology.nodes.map(({ id }) => ({ id, failed: false }));
    this.traffic = traffic ? [...traffic] : defaultTraffic(topology.nodes, config.seed);
    this.channels = new Channels(
      this.random,
      topology.links.reduce((sum, { directed }) => sum + (directed ? 1 : 2), 0),
    );
    this.flows = new Flows(this.random, this.traffic.length);
    this.graph = new Graph(this.nodes.length, this.channels);
    const { ecmp } = config.routing;
    const layer = {
      none: () => new SinglePath(this.graph),
      flow: () => new PathPerFlow(this.graph, this.channelLabels, this.flowLabels),
      packet: () => new PathPerPacket(this.graph, this.nodes),
    }[ecmp]();
    this.routes = new Routes(this.graph, this.flows, layer, ecmp === 'packet');
    this.fit();
    const numbers = new Map<string, number>();
    for (const { id } of this.nodes) numbers.set(id, numbers.size);
    this.links = topology.links.map((link) => this.join(link, numbers));
    this.graph.settle();
    for (const flow of this.traffic) this.begin(flow, numbers);
    // Last: what cannot be built must not keep a share of the budget.
    this.packets = new PacketPool(budget);
  }

  /** What edits refer to: made when there is a first one, since most simulations never have any. */
  get directory(): Directory {
    return (this.present ??= new Directory(this.nodes, this.links, this.traffic));
  }

  addNode({ id }: NetworkNode): void {
    this.directory.nodes.set(id, this.nodes.length);
    this.nodes.push({ id, failed: false });
    this.graph.nodes = this.nodes.length;
    this.graph.extended();
  }

  addLink(link: NetworkLink): void {
    const { nodes, links } = this.directory;
    const record = this.join(link, nodes);
    this.links.push(record);
    links.set(link.id, record);
  }

  addFlow(flow: Flow): void {
    const { nodes, flows } = this.directory;
    flows.set(flow.id, this.traffic.length);
    this.traffic.push(flow);
    this.begin(flow, nodes);
  }

  private join(link: NetworkLink, nodes: ReadonlyMap<string, number>): LinkRecord {
    const from = nodes.get(link.from)!;
    const to = nodes.get(link.to)!;
    const forward = this.channels.add(link, from, to, true);
    const channels = link.directed ? [forward] : [forward, this.channels.add(link, to, from, false)];
    this.fit();
    if (this.config.routing.ecmp === 'flow') {
      for (const channel of channels) this.channelLabels[channel] = hashName(this.channels.nameOf(channel, link))[0];
    }
    this.graph.extended();
    const record: LinkRecord = { link, channels, failed: false, addedSec: this.nowSec, removedSec: null };
    this.weigh(record);
    return record;
  }

  private begin(flow: Flow, nodes: ReadonlyMap<string, number>): void {
    const index = this.flows.add(flow);
    this.fit();
    if (this.config.routing.ecmp !== 'none') this.flowLabels.push(hashName(`${this.config.seed} next hop ${flow.id}`)[0]);
    const node = (id: string): number => nodes.get(id)!;
    this.routes.add(index, node(flow.from), node(flow.to), flow.path && flow.path.map(node));
    this.tree.set(this.slotOf(index), this.flows.start(index, Math.max(flow.start_sec, this.nowSec)));
  }

  /** Tells routing what a link costs now. */
  weigh(record: LinkRecord): void {
    const weight = this.isUp(record) ? linkWeight(record.link, this.config.routing.metric) : DOWN;
    for (const channel of record.channels) this.graph.weigh(channel, weight);
  }

  isUp({ channels: [channel], failed, removedSec }: LinkRecord): boolean {
    const ends = [this.channels.from[channel], this.channels.to[channel]];
    return !failed && removedSec === null && !ends.some((end) => this.nodes[end].failed);
  }

  /** Brings the ways of flows, and of packets that are under way, up to date with what edits have done to the graph. */
  reroute(): void {
    this.routes.refresh(travellers(this.channels, this.packets), (packet, cursor) => {
      this.packets.int[packet * PacketInt.WIDTH + PacketInt.CURSOR] = cursor;
    });
  }

  /** A flow's slot in the event set. */
  slotOf(flow: number): number {
    return this.channels.capacity + flow;
  }

  /** Lays the way of the flow whose event is next; answers what that cost, in events. */
  findPath(): number {
    return this.routes.resolve(this.tree.winner[1] - this.channels.capacity);
  }

  /** Makes what is kept per channel and per flow as long as there are rows for them. */
  private fit(): void {
    const { channels, flows } = this;
    const before = this.tree as WinnerTree | undefined;
    if (before && this.fittedChannels === channels.capacity && this.fittedFlows === flows.capacity) return;
    this.channelStatistics.grow(channels.capacity);
    this.flowStatistics.grow(flows.capacity);
    this.tree = new WinnerTree(channels.capacity + flows.capacity);
    if (before) {
      for (let channel = 0; channel < this.fittedChannels; channel++) this.tree.moveEarlier(channel, before.timeOf(channel));
      for (let flow = 0; flow < this.fittedFlows; flow++)
        this.tree.moveEarlier(this.slotOf(flow), before.timeOf(this.fittedChannels + flow));
    }
    this.fittedChannels = channels.capacity;
    this.fittedFlows = flows.capacity;
  }

  /** At the end of the warm-up: what the channels have been busy with so far is forgotten, what they hold now is not. */
  startMeasuring(): void {
    for (let channel = 0; channel < this.channels.count; channel++) {
      const held = occupancy(this.channels, this.packets, channel, this.nowSec, this.warmupSec);
      this.channelStatistics.restart(channel, held.busyLeftSec, held.queuedLeftSec);
      this.channels.setMaxQueue(channel, held.queued);
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
    const { random, packets, channels, flows, routes, tree, flowStatistics, channelStatistics, series } = this;
    const holders = [random, packets, channels, flows, routes, tree, flowStatistics, channelStatistics, series];
    return holders.flatMap((holder) => holder.arrays).reduce((sum, { byteLength }) => sum + byteLength, 0);
  }
}
