import { Injectable } from '@nestjs/common';
import { FleetMetrics, REFUSAL_REASONS, type RefusalReason } from '@skein/fleet';
import { Counter, Histogram } from 'prom-client';
import { Registries } from './registries.js';

const BUCKETS = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60, 600, 3600];

/** How long commands to agents take on their way through this process, for Prometheus. */
@Injectable()
export class FleetMeters extends FleetMetrics {
  private readonly waits: Histogram;
  private readonly answers: Histogram;
  private readonly refusals: Counter<'reason'>;

  constructor({ own }: Registries) {
    super();
    const registers = [own];
    this.waits = new Histogram({
      name: 'skein_command_wait_seconds',
      help: 'From when a command was given until it was sent, each time that it was sent',
      buckets: BUCKETS,
      registers,
    });
    this.answers = new Histogram({
      name: 'skein_command_answer_seconds',
      help: 'From when a command was last sent until its result was recorded',
      buckets: BUCKETS,
      registers,
    });
    this.refusals = new Counter({
      name: 'skein_agent_messages_refused_total',
      help: 'Messages of agents that were refused: not JSON, not of the protocol, beyond what one may cost, or while too much waited',
      labelNames: ['reason'],
      registers,
    });
    // A series that is not there before its first increment hides that increment from `increase`.
    for (const reason of REFUSAL_REASONS) this.refusals.inc({ reason }, 0);
  }

  override sent(waitedSec: readonly number[]): void {
    for (const sec of waitedSec) this.waits.observe(Math.max(0, sec));
  }

  override answered(tookSec: number): void {
    this.answers.observe(Math.max(0, tookSec));
  }

  override refused(reason: RefusalReason): void {
    this.refusals.inc({ reason });
  }
}
