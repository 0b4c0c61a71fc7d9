import type { RandomStreams } from '../random/random-streams.js';

/** Decides packet by packet, in the order of the link, what the wire loses. Links that lose nothing have none. */
export interface LossModel {
  loses(): boolean;
}

/** Each packet alone, whatever happened to the ones before. */
export class IndependentLoss implements LossModel {
  private readonly stream: number;

  /** @param probability 0 to 1. */
  constructor(
    private readonly random: RandomStreams,
    private readonly probability: number,
    channelName: string,
  ) {
    this.stream = random.open('loss', channelName);
  }

  loses(): boolean {
    return this.random.uniform(this.stream) < this.probability;
  }
}
