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

/** Probabilities of `GilbertElliott`, 0 to 1. */
interface Chances {
  turnsBad: number;
  turnsGood: number;
  lostWhileGood: number;
  lostWhileBad: number;
}

/** Two states with a chance of loss each, one draw to move between them and one to lose, per packet; good at first. */
export class GilbertElliottLoss implements LossModel {
  private bad = false;

  constructor(
    private readonly random: RandomStreams,
    private readonly stream: number,
    private readonly chances: Chances,
  ) {}

  loses(): boolean {
    const { turnsBad, turnsGood, lostWhileGood, lostWhileBad } = this.chances;
    if (this.random.uniform(this.stream) < (this.bad ? turnsGood : turnsBad)) this.bad = !this.bad;
    return this.random.uniform(this.stream) < (this.bad ? lostWhileBad : lostWhileGood);
  }
}
