import type { GilbertElliott, NetworkLink } from '@skein/topology';
import type { RandomStreams } from '../random/random-streams.js';

/** Decides packet by packet, in the order of the link, what the wire loses. Links that lose nothing have none. */
export interface LossModel {
  loses(): boolean;
}

/** Each packet alone, whatever happened to the ones before; one draw per packet. */
export class IndependentLoss implements LossModel {
  /** @param probability 0 to 1. */
  constructor(
    private readonly random: RandomStreams,
    private readonly stream: number,
    private readonly probability: number,
  ) {}

  loses(): boolean {
    return this.random.uniform(this.stream) < this.probability;
  }
}

/** The two states of `GilbertElliott`, one draw to move between them and one to lose, per packet. */
export class GilbertElliottLoss implements LossModel {
  private readonly turnsBad: number;
  private readonly turnsGood: number;
  private readonly lostWhileGood: number;
  private readonly lostWhileBad: number;

  constructor(
    private readonly random: RandomStreams,
    private readonly stream: number,
    chances: GilbertElliott,
    /** The state that the channel is in. */
    public bad = false,
  ) {
    this.turnsBad = chances.good_to_bad_percent / 100;
    this.turnsGood = chances.bad_to_good_percent / 100;
    this.lostWhileGood = chances.loss_good_percent / 100;
    this.lostWhileBad = chances.loss_bad_percent / 100;
  }

  loses(): boolean {
    if (this.random.uniform(this.stream) < (this.bad ? this.turnsGood : this.turnsBad)) this.bad = !this.bad;
    return this.random.uniform(this.stream) < (this.bad ? this.lostWhileBad : this.lostWhileGood);
  }
}

/** The model that a link asks for. One that takes the place of another goes on where that was: same stream, and same state where both have one. */
export function lossModel(
  { loss_percent, gilbert_elliott }: Pick<NetworkLink, 'loss_percent' | 'gilbert_elliott'>,
  random: RandomStreams,
  stream: () => number,
  before: LossModel | null,
): LossModel | null {
  if (gilbert_elliott) return new GilbertElliottLoss(random, stream(), gilbert_elliott, before instanceof GilbertElliottLoss && before.bad);
  return loss_percent ? new IndependentLoss(random, stream(), loss_percent / 100) : null;
}
