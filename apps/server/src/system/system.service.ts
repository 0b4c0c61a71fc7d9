import { Inject, Injectable } from '@nestjs/common';
import { ENGINE_VERSION } from '@skein/engine/version';
import { DatabaseStatistics } from '@skein/persistence';
import { DispatchOptions, RunnerRegistry } from '@skein/simulation/nest';
import { Sampled } from '../metrics/sampled.js';
import { SimulationMeters } from '../metrics/simulation-meters.js';
import { VERSION } from '../version.js';
import type { BacklogDocument, CapacityDocument, SystemDocument } from './system.document.js';

/** DI token for how many processes this server has. */
export const PROCESSES = Symbol('PROCESSES');

/** Says how a server and its database are. What costs the database more than a moment is asked for once in a while, however often this is called. */
@Injectable()
export class SystemService {
  private readonly live: Sampled<Awaited<ReturnType<DatabaseStatistics['live']>>>;
  private readonly fleet: Sampled<Awaited<ReturnType<DatabaseStatistics['fleet']>>>;
  private readonly about: Sampled<Awaited<ReturnType<DatabaseStatistics['about']>>>;
  private readonly roundTrip: Sampled<number>;

  constructor(
    private readonly statistics: DatabaseStatistics,
    private readonly registry: RunnerRegistry,
    private readonly options: DispatchOptions,
    private readonly meters: SimulationMeters,
    @Inject(PROCESSES) private readonly processes: number,
  ) {
    this.live = new Sampled(() => statistics.live());
    this.fleet = new Sampled(() => statistics.fleet());
    this.about = new Sampled(() => statistics.about());
    this.roundTrip = new Sampled(() => statistics.roundTripMs());
  }

  async describe(): Promise<SystemDocument> {
    const [live, fleet, about, roundTrip] = await Promise.all([this.live.get(), this.fleet.get(), this.about.get(), this.roundTrip.get()]);
    return {
      versions: { server: VERSION, engine: ENGINE_VERSION, node: process.versions.node, schema: about?.schema ?? null },
      uptime_sec: Math.round(process.uptime() * 10) / 10,
      processes: this.processes,
      capacity: this.capacity(),
      backlog: this.backlog(live),
      fleet: { registered: fleet?.registered ?? null, connected: fleet?.connected ?? null },
      packet_hops_per_sec: Math.round(this.meters.packetHopsPerSec),
      database: {
        version: about?.version ?? null,
        round_trip_ms: roundTrip === null ? null : Math.round(roundTrip * 1000) / 1000,
        size_bytes: about?.sizeBytes ?? null,
        connections: this.statistics.pool,
      },
    };
  }

  private capacity(): CapacityDocument {
    // One thread is kept apart for what may kill it, and has no slots.
    const runners = this.registry.runners.filter((runner) => runner !== this.registry.apart);
    const sum = (of: (runner: (typeof runners)[number]) => number): number => runners.reduce((total, runner) => total + of(runner), 0);
    const agents = sum((runner) => (this.registry.place(runner) === null ? 0 : 1));
    const [slots, held] = [sum((runner) => this.registry.slots(runner)), sum(({ load }) => load)];
    return { threads: runners.length - agents, agents, runners: runners.length, slots, held: held + this.registry.apart.load };
  }

  private backlog(live: Awaited<ReturnType<DatabaseStatistics['live']>> | null): BacklogDocument {
    const { maxBacklog: limit } = this.options;
    if (!live) return { pending: null, running: null, paused: null, orphaned: null, oldest_sec: null, limit };
    const { pending, running, paused, orphaned, oldestSec } = live;
    return { pending, running, paused, orphaned, oldest_sec: oldestSec, limit };
  }
}
