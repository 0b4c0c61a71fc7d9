import { FlowReal, type FlowRows } from './flow-row.js';
import type { TrafficSource } from './traffic-source.js';

const enum State {
  START_SEC = FlowReal.STATE,
  SENT = FlowReal.MORE_STATE,
}

/** Equal gaps; packet k, counted from 0, is sent at `start + k / rate`, so that no rounding error gathers over a long run. */
export class ConstantSource implements TrafficSource {
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
    return real[row + State.START_SEC] + sent / real[row + FlowReal.RATE_PPS];
  }
}
