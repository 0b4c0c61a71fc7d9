import type { Flow } from '@skein/topology';
import { Simulator } from '../simulator.js';
import { flow, scenario } from './scenario.js';

/**
 * When a flow sends before a time, in seconds, to the last bit: between nodes that no link connects, event by event, so that each packet is seen at
 * the instant of its creation. Another flow's packet at that time ends it: after the last event of a run the time is that of its end.
 */
export function sendingTimes(rest: Partial<Flow>, untilSec: number, seed = 1): number[] {
  const end = flow('A', 'B', { id: 'end', arrivals: 'constant', start_sec: untilSec });
  const config = { duration_sec: untilSec + 1, sample_interval_sec: untilSec + 1, seed };
  const simulator = new Simulator(scenario([], [end, flow('A', 'B', rest)], config, ['A', 'B']));
  const times: number[] = [];
  for (;;) {
    simulator.advance(Infinity, 1);
    if (simulator.nowSec >= untilSec) return times;
    if (simulator.results().packets.sent > times.length) times.push(simulator.nowSec);
  }
}
