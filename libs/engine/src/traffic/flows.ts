import type { Flow } from '@skein/topology';
import type { RandomStreams } from '../random/random-streams.js';
import { ConstantSource } from './constant-source.js';
import { OnOffSource } from './on-off-source.js';
import { PacketSizes } from './packet-sizes.js';
import { PoissonSource } from './poisson-source.js';
import type { TrafficSource } from './traffic-source.js';

/** Drawn per packet. */
const DRAWN = 0;

/** The flows as the event loop sees them. */
export class Flows {
  readonly count: number;
  readonly source: TrafficSource[];
  readonly startSec: Float64Array;
  /** Nothing is sent at or after this time. */
  readonly stopSec: Float64Array;
  /** 1 where the flow's next event sends a packet; 0 where it only moves its source on. */
  readonly sends: Uint8Array;
  /** Size of every packet, or 0 where `sizes` has a distribution to draw from. */
  readonly fixedBytes: Float64Array;
  readonly sizes: (PacketSizes | null)[];

  constructor(flows: readonly Flow[], random: RandomStreams) {
    this.count = flows.length;
    this.startSec = Float64Array.from(flows, ({ start_sec }) => start_sec);
    this.stopSec = Float64Array.from(flows, ({ stop_sec }) => stop_sec ?? Infinity);
    this.sends = new Uint8Array(flows.length).fill(1);
    this.sizes = flows.map(({ packet_bytes, id }) => (typeof packet_bytes === 'number' ? null : new PacketSizes(packet_bytes, random, id)));
    this.fixedBytes = Float64Array.from(flows, ({ packet_bytes }) => (typeof packet_bytes === 'number' ? packet_bytes : DRAWN));

    const rate = Float64Array.from(flows, ({ rate_pps }) => rate_pps);
    const stream = Int32Array.from(flows, ({ arrivals, id }) => (arrivals === 'constant' ? -1 : random.open('arrivals', id)));
    const kinds = {
      poisson: new PoissonSource(random, rate, stream),
      constant: new ConstantSource(rate),
      on_off: new OnOffSource(random, rate, stream, flows, this.sends),
    };
    this.source = flows.map(({ arrivals }) => kinds[arrivals]);
  }

  /** Time of a flow's first event; Infinity where it never sends. */
  firstEventSec(flow: number): number {
    const first = this.source[flow].start(flow, this.startSec[flow]);
    return first < this.stopSec[flow] ? first : Infinity;
  }

  get arrays(): readonly ArrayBufferView[] {
    return Object.values(this).filter((member): member is ArrayBufferView => ArrayBuffer.isView(member));
  }
}
