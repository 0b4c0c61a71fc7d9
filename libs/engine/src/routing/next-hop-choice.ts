import { mixBits } from '@skein/topology';

/**
 * The channel, out of several, that a flow takes at a node: the one with the highest score, so that all are equally likely, and a channel that
 * comes or goes moves only the flows that it gains or loses.
 * Source: D. Thaler, C. Ravishankar, "Using name-based mappings to increase hit rates", IEEE/ACM Transactions on Networking 6 (1998).
 *
 * @param labels of the channels, by number: words that depend on nothing but their links' ids.
 */
export function chooseForFlow(channels: readonly number[], flowLabel: number, labels: ArrayLike<number>): number {
  let best = channels[0];
  let bestScore = -1;
  for (const channel of channels) {
    const score = mixBits(flowLabel ^ mixBits(labels[channel])) >>> 0;
    if (score > bestScore) {
      best = channel;
      bestScore = score;
    }
  }
  return best;
}

/**
 * Which of several next hops, counted from 0, one packet takes at a node: a hash of the flow, of the bits of the time at which the packet was
 * created, and of the node, so that no flow's choices depend on the packets of another.
 */
export function chooseForPacket(ways: number, flowLabel: number, createdHigh: number, createdLow: number, nodeLabel: number): number {
  const hash = mixBits(mixBits(mixBits(createdLow ^ flowLabel) ^ createdHigh) ^ nodeLabel) >>> 0;
  return Math.floor((hash * ways) / 0x100000000);
}
