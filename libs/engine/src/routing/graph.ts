import type { Channels } from '../links/channels.js';
import { grown, NO_REALS } from '../memory/arrays.js';
import { Adjacency } from './adjacency.js';
import { DOWN } from './link-weight.js';
import { Step } from './steps.js';

/** The network as routing sees it: nodes, channels, and what a traversal of each channel costs at present. */
export class Graph {
  /** `DOWN` where a channel cannot be used. */
  weight = NO_REALS;
  /** Channels that have changed for the worse, and for the better, since routes were last brought up to date. */
  worse: Set<number> | null = null;
  better: Set<number> | null = null;
  private out: Adjacency | null = null;
  private in: Adjacency | null = null;

  constructor(
    public nodes: number,
    readonly channels: Channels,
  ) {}

  /** Sets what a channel costs; a new one was down before. */
  weigh(channel: number, weight: number): void {
    if (channel >= this.weight.length) {
      const known = this.weight.length;
      this.weight = grown(this.weight, this.channels.capacity);
      this.weight.fill(DOWN, known);
    }
    const before = this.weight[channel];
    if (weight > before) (this.worse ??= new Set()).add(channel);
    if (weight < before) (this.better ??= new Set()).add(channel);
    this.weight[channel] = weight;
  }

  /** The sum of the weights of a way; Infinity where it does not lead to its end. */
  lengthOf(steps: Int32Array): number {
    if (steps[steps.length - 1] !== Step.DELIVER) return Infinity;
    let length = 0;
    for (let i = 0; i < steps.length - 1; i++) length += this.weight[steps[i]];
    return length;
  }

  /** Whether routes may be out of date. */
  get changed(): boolean {
    return this.better !== null || this.worse !== null;
  }

  settle(): void {
    this.worse = null;
    this.better = null;
  }

  /** To be called after nodes or channels have been added. */
  extended(): void {
    this.out = null;
    this.in = null;
  }

  get outgoing(): Adjacency {
    return (this.out ??= new Adjacency(this.nodes, this.channels.from, this.channels.count));
  }

  get incoming(): Adjacency {
    return (this.in ??= new Adjacency(this.nodes, this.channels.to, this.channels.count));
  }

  get arrays(): readonly ArrayBufferView[] {
    return [this.weight, ...(this.out?.arrays ?? []), ...(this.in?.arrays ?? [])];
  }
}
