import { Injectable } from '@nestjs/common';
import { DatabaseStatistics } from '@skein/persistence';
import { Gauge } from 'prom-client';
import { Registries } from './registries.js';
import { Sampled } from './sampled.js';

/** The connections of this process, and what is counted in the database. What the database does not tell is left out of the answer. */
@Injectable()
export class DatabaseMeters {
  constructor({ own, shared }: Registries, statistics: DatabaseStatistics) {
    new Gauge({
      name: 'skein_database_connections',
      help: 'Connections of the pool, by what they do',
      labelNames: ['state'],
      registers: [own],
      collect() {
        const { idle, used } = statistics.pool;
        this.set({ state: 'idle' }, idle);
        this.set({ state: 'used' }, used);
      },
    });
    new Gauge({
      name: 'skein_database_connections_max',
      help: 'Connections that the pool may have',
      registers: [own],
      collect() {
        this.set(statistics.pool.most);
      },
    });
    new Gauge({
      name: 'skein_database_waiting',
      help: 'Statements that wait for a connection',
      registers: [own],
      collect() {
        this.set(statistics.pool.waiting);
      },
    });
    this.countSimulations(shared, statistics);
    this.countFleet(shared, statistics);
  }

  private countFleet(shared: Registries['shared'], statistics: DatabaseStatistics): void {
    const fleet = new Sampled(() => statistics.fleet());
    const registers = [shared];
    new Gauge({
      name: 'skein_agents',
      help: 'Agents that are registered, and those of them that are connected to any server',
      labelNames: ['state'],
      registers,
      async collect() {
        this.reset();
        const figures = await fleet.get();
        if (figures) for (const state of ['registered', 'connected'] as const) this.set({ state }, figures[state]);
      },
    });
    new Gauge({
      name: 'skein_commands_open',
      help: 'Commands to agents that are not over, by state',
      labelNames: ['state'],
      registers,
      async collect() {
        this.reset();
        const figures = await fleet.get();
        const states = ['queued', 'sent', 'acknowledged', 'running'] as const;
        if (figures) for (const state of states) this.set({ state }, figures.commands[state] ?? 0);
      },
    });
  }

  private countSimulations(shared: Registries['shared'], statistics: DatabaseStatistics): void {
    const live = new Sampled(() => statistics.live());
    const ended = new Sampled(() => statistics.ended());
    const registers = [shared];
    new Gauge({
      name: 'skein_simulations',
      help: 'Simulations in the database, by status',
      labelNames: ['status'],
      registers,
      async collect() {
        this.reset();
        const [alive, over] = await Promise.all([live.get(), ended.get()]);
        if (alive) for (const status of ['pending', 'running', 'paused'] as const) this.set({ status }, alive[status]);
        if (over) for (const status of ['stopped', 'done', 'failed'] as const) this.set({ status }, over[status]);
      },
    });
    const figures = [
      ['skein_simulations_orphaned', 'Simulations that have lost their runner and have no other yet', 'orphaned'],
      ['skein_queue_oldest_seconds', 'How long the oldest pending simulation has been due', 'oldestSec'],
    ] as const;
    for (const [name, help, figure] of figures) {
      new Gauge({
        name,
        help,
        registers,
        async collect() {
          // A gauge that is reset says 0; one that is removed says nothing.
          this.remove();
          const alive = await live.get();
          if (alive) this.set(alive[figure]);
        },
      });
    }
  }
}
