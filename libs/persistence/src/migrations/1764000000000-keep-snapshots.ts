import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The last snapshot of what has been simulated for long, from which another runner goes on. */
export class KeepSnapshots1764000000000 implements MigrationInterface {
  readonly name = 'KeepSnapshots1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE simulation_snapshots`);
  }
}

const UP = [
  `CREATE TABLE simulation_snapshots (
    sim_id uuid NOT NULL CONSTRAINT pk_simulation_snapshots PRIMARY KEY CONSTRAINT fk_simulation_snapshots REFERENCES simulations ON DELETE CASCADE,
    run integer NOT NULL,
    at_sec double precision NOT NULL,
    edits_made integer NOT NULL,
    deflated bytea NOT NULL
  )`,
  // Deflated already: to compress it again would only cost time.
  `ALTER TABLE simulation_snapshots ALTER COLUMN deflated SET STORAGE EXTERNAL`,
];
