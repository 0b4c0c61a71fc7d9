import type { PacketSize } from './traffic.js';

const BITS_PER_BYTE = 8;
const BITS_PER_MBIT = 1e6;

/** Mean packet size in bytes, each size counted by its weight. */
export function meanPacketBytes(sizes: number | readonly PacketSize[]): number {
  if (typeof sizes === 'number') return sizes;
  let bytes = 0;
  let weights = 0;
  for (const size of sizes) {
    bytes += size.bytes * size.weight;
    weights += size.weight;
  }
  return bytes / weights;
}

/** Packets per second of the given mean size that make a rate in Mbit/s. */
export function packetRate(rateMbps: number, meanBytes: number): number {
  return (rateMbps * BITS_PER_MBIT) / (meanBytes * BITS_PER_BYTE);
}
