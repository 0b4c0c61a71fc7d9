import { type DynamicModule, Inject, Logger, Module, type OnApplicationShutdown } from '@nestjs/common';
import { AgentStore, CommandStore, FleetNotices, PresenceStore } from '@skein/fleet';
import { TransientFaults } from '@skein/problem';
import { ClaimStore, EventStore, PresentResultsStore, SimulationStore } from '@skein/simulation';
import { DataSource } from 'typeorm';
import { Database } from './database/database.js';
import { DatabaseHealth } from './database/database-health.js';
import { DatabaseStatistics } from './database/database-statistics.js';
import { type DatabaseOptions, openDatabase, type OpenDatabase } from './database/open-database.js';
import { PostgresAgentStore } from './stores/fleet/postgres-agent-store.js';
import { PostgresCommandStore } from './stores/fleet/postgres-command-store.js';
import { PostgresFleetNotices } from './stores/fleet/postgres-fleet-notices.js';
import { PostgresPresenceStore } from './stores/fleet/postgres-presence-store.js';
import { PostgresClaimStore } from './stores/postgres-claim-store.js';
import { PostgresEventStore } from './stores/postgres-event-store.js';
import { PostgresPresentResults } from './stores/postgres-present-results.js';
import { PostgresSimulationStore } from './stores/postgres-simulation-store.js';
import { PostgresTransientFaults } from './stores/postgres-transient-faults.js';

const OPEN_DATABASE = Symbol('the open database');

/** PostgreSQL behind the ports of the libraries: external, or embedded and then this application's alone. */
@Module({})
export class PersistenceModule implements OnApplicationShutdown {
  constructor(@Inject(OPEN_DATABASE) private readonly open: OpenDatabase) {}

  static forRoot(options: DatabaseOptions): DynamicModule {
    return {
      module: PersistenceModule,
      global: true,
      providers: [
        { provide: OPEN_DATABASE, useFactory: () => openDatabase(options, new Logger('Database')) },
        { provide: Database, useFactory: ({ database }: OpenDatabase) => database, inject: [OPEN_DATABASE] },
        { provide: DataSource, useFactory: ({ dataSource }: Database) => dataSource, inject: [Database] },
        { provide: SimulationStore, useClass: PostgresSimulationStore },
        { provide: ClaimStore, useClass: PostgresClaimStore },
        { provide: EventStore, useClass: PostgresEventStore },
        { provide: PresentResultsStore, useClass: PostgresPresentResults },
        { provide: AgentStore, useClass: PostgresAgentStore },
        { provide: PresenceStore, useClass: PostgresPresenceStore },
        { provide: CommandStore, useClass: PostgresCommandStore },
        { provide: FleetNotices, useClass: PostgresFleetNotices },
        { provide: TransientFaults, useClass: PostgresTransientFaults },
        {
          provide: DatabaseHealth,
          useFactory: ({ database, embedded }: OpenDatabase) => new DatabaseHealth(database, embedded),
          inject: [OPEN_DATABASE],
        },
        DatabaseStatistics,
      ],
      exports: [
        DataSource,
        SimulationStore,
        ClaimStore,
        EventStore,
        PresentResultsStore,
        TransientFaults,
        AgentStore,
        PresenceStore,
        CommandStore,
        FleetNotices,
        DatabaseHealth,
        DatabaseStatistics,
      ],
    };
  }

  /** The last of the shutdown hooks, so that every other module can still write in its own, which must be an earlier one. */
  async onApplicationShutdown(): Promise<void> {
    await this.open.close();
  }
}
