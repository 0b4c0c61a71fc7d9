import { FlowReal, type FlowRows } from './flow-row.js';
import type { TrafficSource } from './traffic-source.js';

// Taken out once: in some hosts each look at a global costs more than the arithmetic.
const { floor, max } = Math;

const enum State {
  START_SEC = FlowReal.STATE,
  SENT = FlowReal.MORE_STATE,
}

/** A packet due at the end of an on period but for this part of the period, which is more than rounding makes it, opens the next one. */
const ROUNDING = 1e-9;

/**
 * On and off periods of fixed lengths, on first. Packet k, counted from 0, is sent when the source has been on for `k / rate`, so that a gap that an
 * off period cuts is finished in the next on period, and no rounding error gathers over a long run.
 */
export class FixedOnOffSource implements TrafficSource {
  constructor(private readonly flows: FlowRows) {}

  start(flow: number, startSec: number): number {
    const row = flow * FlowReal.WIDTH;
    this.flows.real[row + State.START_SEC] = startSec;
    this.flows.real[row + State.SENT] = 0;
    return startSec;
  }

  next(flow: number): number {
    const { real } = this.flows;
    const row = flow * FlowReal.WIDTH;
    const sent = real[row + State.SENT] + 1;
    real[row + State.SENT] = sent;
    const on = real[row + FlowReal.ON_SEC];
    const onTime = sent / real[row + FlowReal.RATE_PPS];
    const periods = floor(onTime / on + ROUNDING);
    const intoPeriod = max(0, onTime - periods * on);
    return real[row + State.START_SEC] + periods * (on + real[row + FlowReal.OFF_SEC]) + intoPeriod;
  }
}
