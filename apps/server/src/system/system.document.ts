import { ApiProperty } from '@nestjs/swagger';

const figure = (description: string, example: number) => ({ description, example, type: Number, nullable: true });

export class VersionsDocument {
  @ApiProperty({ description: 'Of the server', example: '0.1.0' })
  server: string;

  @ApiProperty({ description: 'Of the engine; results are equal to the last bit wherever it is the same', example: '1.1.0' })
  engine: string;

  @ApiProperty({ description: 'Of Node.js', example: '20.20.0' })
  node: string;

  @ApiProperty({ type: String, nullable: true, description: 'The last migration of the database', example: 'KeepRequests1793100000000' })
  schema: string | null;
}

export class CapacityDocument {
  @ApiProperty({ description: 'Worker threads that run simulations', example: 4 })
  threads: number;

  @ApiProperty({ description: 'Agents that are connected to this process', example: 2 })
  agents: number;

  @ApiProperty({ description: 'Threads and agents together', example: 6 })
  runners: number;

  @ApiProperty({ description: 'Simulations that all runners may hold at once', example: 4200 })
  slots: number;

  @ApiProperty({ description: 'Simulations that they hold now, paused ones included', example: 17 })
  held: number;
}

export class BacklogDocument {
  @ApiProperty(figure('Simulations that wait for a slot', 0))
  pending: number | null;

  @ApiProperty(figure('Simulations that run', 15))
  running: number | null;

  @ApiProperty(figure('Simulations that are paused', 2))
  paused: number | null;

  @ApiProperty(figure('Those of them that have lost their runner and wait for another', 0))
  orphaned: number | null;

  @ApiProperty(figure('How long the oldest pending one has been due, seconds', 0))
  oldest_sec: number | null;

  @ApiProperty({ description: 'Pending simulations at which further ones are refused (`SKEIN_MAX_BACKLOG`)', example: 100_000 })
  limit: number;
}

export class FleetFiguresDocument {
  @ApiProperty(figure('Agents that are registered', 3))
  registered: number | null;

  @ApiProperty(figure('Agents that are connected to any server', 2))
  connected: number | null;
}

export class ConnectionsDocument {
  @ApiProperty({ example: 3 })
  used: number;

  @ApiProperty({ example: 5 })
  idle: number;

  @ApiProperty({ description: 'Statements that wait for a connection', example: 0 })
  waiting: number;

  @ApiProperty({ description: 'Connections that this process may have', example: 20 })
  most: number;
}

export class DatabaseDocument {
  @ApiProperty({ type: String, nullable: true, description: 'Of PostgreSQL', example: '17.5' })
  version: string | null;

  @ApiProperty(figure('How long a trivial statement took just now, milliseconds; null: it was not answered within two seconds', 0.4))
  round_trip_ms: number | null;

  @ApiProperty(figure('What the database takes on disk, bytes', 31_457_280))
  size_bytes: number | null;

  @ApiProperty({ type: ConnectionsDocument })
  connections: ConnectionsDocument;
}

/** What the database cannot tell just now is null. */
export class SystemDocument {
  @ApiProperty({ type: VersionsDocument })
  versions: VersionsDocument;

  @ApiProperty({ description: 'How long this process has been up, seconds', example: 3600.5 })
  uptime_sec: number;

  @ApiProperty({ description: 'Processes of this server; those that share a port count each for themselves below', example: 1 })
  processes: number;

  @ApiProperty({ type: CapacityDocument, description: 'Of the process that answers' })
  capacity: CapacityDocument;

  @ApiProperty({ type: BacklogDocument, description: 'Of all servers on the database' })
  backlog: BacklogDocument;

  @ApiProperty({ type: FleetFiguresDocument, description: 'Of all servers on the database' })
  fleet: FleetFiguresDocument;

  @ApiProperty({
    description: 'Packets admitted to links per second, over the last ten seconds, by the runners of the process that answers',
    example: 2_500_000,
  })
  packet_hops_per_sec: number;

  @ApiProperty({ type: DatabaseDocument })
  database: DatabaseDocument;
}
