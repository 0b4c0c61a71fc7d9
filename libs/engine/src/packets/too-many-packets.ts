import { EngineError } from '../engine-error.js';
import type { Machine } from '../events/machine.js';
import { NO_PACKET } from './packet-pool.js';

/** Says how many packets are in flight, on which link most of them are, and what would mend it. Walks all of them: made once, when the simulation fails. */
export function tooManyPackets(machine: Machine): EngineError {
  const { packets } = machine;
  const inFlight = packets.slots;
  const bytes = packets.budget.limitBytes;
  const limit = packets.atLimit
    ? `a simulation may have ${inFlight} at once`
    : `the simulations of this runner may use ${mebibytes(bytes)} MB for them together, and more than ${mebibytes(packets.budget.takenBytes)} MB are taken`;
  const { held, name } = fullest(machine);
  return new EngineError(
    'too_many_packets',
    `More than ${inFlight} packets are in flight at ${machine.nowSec} s; ${limit}. ${held} of them are on ${name}. Lower the rates of the traffic ` +
      'on this link, or give it a shorter queue (queue_packets), less latency or more bandwidth.',
  );
}

function fullest({ links, channels, packets }: Machine): { held: number; name: string } {
  let most = { held: -1, name: '' };
  for (const { link, channels: directions } of links) {
    for (const [i, channel] of directions.entries()) {
      let held = 0;
      for (let packet = channels.head(channel); packet !== NO_PACKET; packet = packets.next(packet)) held++;
      const [from, to] = i === 0 ? [link.from, link.to] : [link.to, link.from];
      if (held > most.held) most = { held, name: `link ${JSON.stringify(link.id)} from ${JSON.stringify(from)} to ${JSON.stringify(to)}` };
    }
  }
  return most;
}

function mebibytes(bytes: number): number {
  return Math.floor(bytes / 1024 / 1024);
}
