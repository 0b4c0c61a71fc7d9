import { ints } from '../memory/arrays.js';

/** The channels at each node, in ascending order, stored row after row: node n's are `channels[start[n]]` up to `channels[start[n + 1] - 1]`. */
export class Adjacency {
  readonly start: Int32Array;
  readonly channels: Int32Array;

  /** @param nodeOf the node that each channel is filed under: its far end for the channels that come in, its near end for those that go out. */
  constructor(nodes: number, nodeOf: Int32Array, channels: number) {
    this.start = ints(nodes + 1);
    this.channels = ints(channels);
    for (let channel = 0; channel < channels; channel++) this.start[nodeOf[channel] + 1]++;
    for (let node = 0; node < nodes; node++) this.start[node + 1] += this.start[node];
    const filled = this.start.slice(0, nodes);
    for (let channel = 0; channel < channels; channel++) this.channels[filled[nodeOf[channel]]++] = channel;
  }

  at(node: number): Int32Array {
    return this.channels.subarray(this.start[node], this.start[node + 1]);
  }

  get arrays(): readonly ArrayBufferView[] {
    return [this.start, this.channels];
  }
}
