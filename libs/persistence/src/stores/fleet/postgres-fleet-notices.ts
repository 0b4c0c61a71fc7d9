import { type FleetNotice, FleetNotices } from '@skein/fleet';
import { Injectable, Logger } from '@nestjs/common';
import { RecurringLog } from '@skein/problem';
import pg from 'pg';
import { Database } from '../../database/database.js';
import { TELL_REPLICAS } from '../../sql/fleet/tell-replicas.js';
import { merged, payloadOf } from './notice-payload.js';

/** Notices gather for so long: notifying takes a lock of the whole instance at its commit. */
const GATHER_MS = 5;
const AGAIN_MS = 2_000;

/** `LISTEN` and `NOTIFY`, on a connection of its own, made again where it breaks. */
@Injectable()
export class PostgresFleetNotices extends FleetNotices {
  private readonly faults = new RecurringLog(new Logger(PostgresFleetNotices.name));
  private readonly waiting = new Map<string, FleetNotice>();
  private timer: NodeJS.Timeout | undefined;
  private again: NodeJS.Timeout | undefined;
  private client: pg.Client | null = null;
  private closed = false;

  constructor(private readonly database: Database) {
    super();
  }

  tell(replica: string, notice: FleetNotice): void {
    this.waiting.set(replica, merged(this.waiting.get(replica), notice));
    this.timer ??= setTimeout(() => this.flush(), GATHER_MS);
  }

  async listen(replica: string, heard: (notice: FleetNotice) => void): Promise<void> {
    if (this.closed) return;
    const { url } = this.database.dataSource.options as { url: string };
    const client = new pg.Client({
      connectionString: url,
      application_name: 'skein fleet',
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
    });
    this.client = client;
    client.on('error', () => this.listenAgain(client, replica, heard));
    client.on('end', () => this.listenAgain(client, replica, heard));
    client.on('notification', ({ payload }) => heard(JSON.parse(payload || '{}') as FleetNotice));
    try {
      await client.connect();
      await client.query(`LISTEN ${pg.escapeIdentifier(channel(replica))}`);
      // What was told while nobody listened.
      heard({ send: '*', displaced: '*', cancel: true });
    } catch (error) {
      this.faults.warn('Notices of other servers are not heard; a sweep finds what they tell within seconds', error);
      this.listenAgain(client, replica, heard);
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    clearTimeout(this.again);
    await this.client?.end().catch(() => undefined);
  }

  private listenAgain(client: pg.Client, replica: string, heard: (notice: FleetNotice) => void): void {
    if (this.closed || this.client !== client) return;
    this.client = null;
    client.end().catch(() => undefined);
    this.again = setTimeout(() => void this.listen(replica, heard), AGAIN_MS);
  }

  private flush(): void {
    this.timer = undefined;
    const replicas = [...this.waiting.keys()];
    const payloads = [...this.waiting.values()].map(payloadOf);
    this.waiting.clear();
    this.database.rows(TELL_REPLICAS, [replicas.map(channel), payloads]).catch(() => undefined);
  }
}

function channel(replica: string): string {
  return `skein_fleet_${replica}`;
}
