import { Injectable } from '@nestjs/common';
import { LIES, SimulationMetrics, type Lie } from '@skein/simulation';
import { Counter, Gauge, Histogram } from 'prom-client';
import { RecentMaximum } from './recent-maximum.js';
import { RecentRate } from './recent-rate.js';
import { Registries } from './registries.js';

/** Prometheus looks every 15 to 60 seconds. */
const LAG_WINDOW_MS = 60_000;

/** What the simulations of this process count, for Prometheus. */
@Injectable()
export class SimulationMeters extends SimulationMetrics {
  private readonly lag = new RecentMaximum(LAG_WINDOW_MS);
  private readonly rate = new RecentRate();
  private readonly waits: Histogram;
  private readonly attempts: Counter;
  private readonly runs: Counter<'status'>;
  private readonly retries: Counter;
  private readonly losses: Counter<'cause'>;
  private readonly lies: Counter<'about'>;
  private readonly recoveries: Counter;
  private readonly progress: Histogram;
  private readonly hops: Counter;

  constructor({ own }: Registries) {
    super();
    const registers = [own];
    this.waits = new Histogram({
      name: 'skein_queue_wait_seconds',
      help: 'From when a pending simulation was due until a runner took it',
      buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300, 1800, 7200],
      registers,
    });
    this.attempts = new Counter({ name: 'skein_attempts_total', help: 'Runs of simulations begun, or begun again', registers });
    this.runs = new Counter({ name: 'skein_runs_ended_total', help: 'Runs that ended by themselves', labelNames: ['status'], registers });
    this.retries = new Counter({ name: 'skein_attempts_failed_total', help: 'Attempts put back, to be made again', registers });
    this.losses = new Counter({
      name: 'skein_runner_losses_total',
      help: 'Simulations that lost their runner: its lease ran out, or it died',
      labelNames: ['cause'],
      registers,
    });
    this.lies = new Counter({
      name: 'skein_agent_lies_total',
      help: 'What agents have said about simulations that cannot be; each time the simulation was taken from the agent',
      labelNames: ['about'],
      registers,
    });
    this.recoveries = new Counter({
      name: 'skein_recoveries_total',
      help: 'Simulations taken to be brought back to where they were',
      registers,
    });
    this.progress = new Histogram({
      name: 'skein_progress_batch_simulations',
      help: 'Simulations of which one statement wrote the progress',
      buckets: [1, 10, 100, 1000, 10_000, 100_000],
      registers,
    });
    this.hops = new Counter({
      name: 'skein_packet_hops_total',
      help: 'Packets admitted to a link, recoveries and replays included',
      registers,
    });
    const { lag } = this;
    new Gauge({
      name: 'skein_pacing_lag_seconds',
      help: 'The most by which a paced simulation came late within the last one to two minutes',
      aggregator: 'max',
      registers,
      collect() {
        this.set(lag.value);
      },
    });
    // A series that is not there before its first increment hides that increment from `increase`.
    for (const status of ['done', 'failed']) this.runs.inc({ status }, 0);
    for (const about of LIES) this.lies.inc({ about }, 0);
    for (const cause of ['lease', 'death']) this.losses.inc({ cause }, 0);
  }

  /** Over the last ten seconds. */
  get packetHopsPerSec(): number {
    return this.rate.perSec;
  }

  override claimed(waitedSec: number, recovered: boolean): void {
    if (recovered) this.recoveries.inc();
    else {
      this.attempts.inc();
      this.waits.observe(Math.max(0, waitedSec));
    }
  }

  override ended(status: 'done' | 'failed'): void {
    this.runs.inc({ status });
  }

  override retried(): void {
    this.retries.inc();
  }

  override lost(simulations: number, cause: 'lease' | 'death'): void {
    this.losses.inc({ cause }, simulations);
  }

  override lied(about: Lie): void {
    this.lies.inc({ about });
  }

  override progressWritten(simulations: number): void {
    this.progress.observe(simulations);
  }

  override worked(packetHops: number, lagSec: number): void {
    // Another machine may say anything; a counter throws at what it cannot add.
    if (packetHops >= 0 && packetHops < Infinity) {
      this.hops.inc(packetHops);
      this.rate.add(packetHops);
    }
    if (lagSec < Infinity) this.lag.add(lagSec);
  }
}
