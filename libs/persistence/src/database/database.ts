import type { Pool, PoolClient, QueryResultRow } from 'pg';
import type { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import type { Statement } from './statement.js';

/** The connected database, as the stores use it. */
export class Database {
  readonly pool: Pool;

  constructor(readonly dataSource: DataSource) {
    this.pool = (dataSource.driver as PostgresDriver).master as Pool;
    this.pool.on('acquire', tolerateLoss);
  }

  /** Runs a hot statement, prepared once per connection; TypeORM's own path costs more of this thread than the query itself. */
  async rows<Row extends QueryResultRow>({ name, text }: Statement, values: readonly unknown[]): Promise<Row[]> {
    const { rows } = await this.pool.query<Row>({ name, text, values: [...values] });
    return rows;
  }

  /** The row of a statement that gives one or none. */
  async row<Row extends QueryResultRow>(statement: Statement, values: readonly unknown[]): Promise<Row | null> {
    return (await this.rows<Row>(statement, values))[0] ?? null;
  }
}

/** A connection in use may break between two statements, when nobody listens to it; its next statement fails, and that is told. */
function tolerateLoss(client: PoolClient): void {
  if (!client.listeners('error').includes(ignore)) client.on('error', ignore);
}

function ignore(): void {}
