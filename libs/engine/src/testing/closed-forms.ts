import type { PacketSize } from '@skein/topology';

/**
 * Mean time in an M/G/1 queue, service included, in seconds: the Pollaczek–Khinchine formula W = E[S] + λ E[S²] / (2 (1 - ρ)).
 * Source: L. Kleinrock, Queueing Systems, volume 1, section 5.6.
 */
export function timeInQueueSec(ratePps: number, sizes: readonly PacketSize[], bitsPerSec: number): number {
  const total = sizes.reduce((sum, { weight }) => sum + weight, 0);
  const moment = (power: number): number => {
    return sizes.reduce((sum, { bytes, weight }) => sum + (weight / total) * ((bytes * 8) / bitsPerSec) ** power, 0);
  };
  return moment(1) + (ratePps * moment(2)) / (2 * (1 - ratePps * moment(1)));
}

/** Equally likely sizes, each the middle of its share of an exponential distribution. */
export function exponentialSizes(meanBytes: number, points: number): PacketSize[] {
  return Array.from({ length: points }, (_, i) => ({ bytes: -meanBytes * Math.log(1 - (i + 0.5) / points), weight: 1 }));
}
