import type { Flow } from '@skein/topology';
import { grown, NO_INTS, NO_REALS } from '../memory/arrays.js';
import type { RandomStreams } from '../random/random-streams.js';
import type { Archive } from '../snapshots/archive.js';
import { ConstantSource } from './constant-source.js';
import { FixedOnOffSource } from './fixed-on-off-source.js';
import { FlowInt, FlowReal, type FlowRows } from './flow-row.js';
import { OnOffSource } from './on-off-source.js';
import { PacketSizes } from './packet-sizes.js';
import { PoissonSource } from './poisson-source.js';
import type { TrafficSource } from './traffic-source.js';

const NO_STREAM = -1;
/** A size that is drawn per packet. */
const DRAWN = 0;

type Kind = Flow['arrivals'] | 'fixed_on_off';

const SOURCES: Readonly<Record<Kind, (random: RandomStreams, flows: FlowRows) => TrafficSource>> = {
  poisson: (random, flows) => new PoissonSource(random, flows),
  constant: (_random, flows) => new ConstantSource(flows),
  on_off: (random, flows) => new OnOffSource(random, flows),
  fixed_on_off: (_random, flows) => new FixedOnOffSource(flows),
};

/** The flows as the event loop sees them, in the order of the input, those that are added later behind. */
export class Flows implements FlowRows {
  count = 0;
  real = NO_REALS;
  int = NO_INTS;
  readonly source: TrafficSource[];
  /** As far as flows draw the sizes of their packets. */
  readonly sizes: (PacketSizes | null)[] = [];
  /** One source for all flows of a kind, once there is one. */
  private readonly kinds: { [kind in Kind]?: TrafficSource } = {};

  constructor(
    private readonly random: RandomStreams,
    capacity: number,
  ) {
    this.grow(capacity);
    this.source = new Array<TrafficSource>(capacity);
  }

  /** Rows in the arrays, used or not. */
  get capacity(): number {
    return this.int.length / FlowInt.WIDTH;
  }

  /** Takes a flow on and answers its number. */
  add(flow: Flow): number {
    if (this.count === this.capacity) this.grow(Math.max(8, this.capacity * 2));
    const index = this.count++;
    this.int[index * FlowInt.WIDTH + FlowInt.STREAM] = NO_STREAM;
    this.describe(index, flow);
    return index;
  }

  /** Takes over what a flow is like; its source is to be started after that. */
  describe(index: number, flow: Flow): void {
    const real = index * FlowReal.WIDTH;
    const int = index * FlowInt.WIDTH;
    const { packet_bytes: bytes } = flow;
    this.real[real + FlowReal.STOP_SEC] = flow.stop_sec ?? Infinity;
    this.real[real + FlowReal.FIXED_BYTES] = typeof bytes === 'number' ? bytes : DRAWN;
    this.real[real + FlowReal.RATE_PPS] = flow.rate_pps;
    this.real[real + FlowReal.ON_SEC] = flow.on_sec;
    this.real[real + FlowReal.OFF_SEC] = flow.off_sec;
    const draws = flow.arrivals === 'poisson' || (flow.arrivals === 'on_off' && flow.periods === 'exponential');
    if (draws && this.int[int + FlowInt.STREAM] === NO_STREAM) this.int[int + FlowInt.STREAM] = this.random.open('arrivals', flow.id);
    if (typeof bytes !== 'number') {
      while (this.sizes.length <= index) this.sizes.push(null);
      this.sizes[index] = new PacketSizes(bytes, this.random, this.sizes[index]?.stream ?? flow.id);
    }
    const kind = flow.arrivals === 'on_off' && flow.periods === 'fixed' ? 'fixed_on_off' : flow.arrivals;
    this.source[index] = this.kinds[kind] ??= SOURCES[kind](this.random, this);
  }

  /** Starts a flow's source; answers the time of its first event, Infinity where it never sends. */
  start(index: number, startSec: number): number {
    this.int[index * FlowInt.WIDTH + FlowInt.SENDS] = 1;
    const first = this.source[index].start(index, startSec);
    return first < this.real[index * FlowReal.WIDTH + FlowReal.STOP_SEC] ? first : Infinity;
  }

  path(index: number): number {
    return this.int[index * FlowInt.WIDTH + FlowInt.PATH];
  }

  setPath(index: number, cursor: number): void {
    this.int[index * FlowInt.WIDTH + FlowInt.PATH] = cursor;
  }

  private grow(capacity: number): void {
    this.real = grown(this.real, capacity * FlowReal.WIDTH);
    this.int = grown(this.int, capacity * FlowInt.WIDTH);
  }

  carry(archive: Archive): void {
    archive.reals(this.real, 0, this.count * FlowReal.WIDTH);
    archive.ints(this.int, 0, this.count * FlowInt.WIDTH);
  }

  get arrays(): readonly ArrayBufferView[] {
    return [this.real, this.int];
  }
}
