import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Large results are kept compressed and read in pieces; what their event tells is kept beside them, so that events are read without them. Results that a
 * running simulation has just now are written down for other servers, and for clients that take their time.
 */
export class PackResults1793300000000 implements MigrationInterface {
  readonly name = 'PackResults1793300000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  /** Of large results only their summary is left: nothing in the database can unpack them. */
  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

/** Each try is short: every statement that comes meanwhile waits behind it. */
const LOCK_TABLE = `DO $$ BEGIN
  SET LOCAL lock_timeout = '100ms';
  LOOP
    BEGIN
      LOCK TABLE simulation_results IN ACCESS EXCLUSIVE MODE;
      EXIT;
    EXCEPTION WHEN lock_not_available THEN PERFORM pg_sleep(0.05);
    END;
  END LOOP;
END $$`;

const UP = [
  LOCK_TABLE,
  `ALTER TABLE simulation_results ADD COLUMN packed bytea, ADD COLUMN summary json`,
  // Not compressed again: of what lies there as it is, a piece is read without what comes before it.
  `ALTER TABLE simulation_results ALTER COLUMN packed SET STORAGE EXTERNAL`,
  // Lost with a crash of the database, as they may be: clients ask again.
  `CREATE UNLOGGED TABLE simulation_results_requests (
    sim_id uuid CONSTRAINT pk_simulation_results_requests PRIMARY KEY,
    asked_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  )`,
  `CREATE UNLOGGED TABLE simulation_present_results (
    id uuid CONSTRAINT pk_simulation_present_results PRIMARY KEY,
    sim_id uuid NOT NULL,
    run integer NOT NULL,
    at timestamp with time zone NOT NULL,
    results text,
    packed bytea
  )`,
  `ALTER TABLE simulation_present_results ALTER COLUMN packed SET STORAGE EXTERNAL`,
  `CREATE INDEX ix_simulation_present_results ON simulation_present_results (sim_id, at)`,
];

const DOWN = [
  `DROP TABLE simulation_present_results`,
  `DROP TABLE simulation_results_requests`,
  LOCK_TABLE,
  `ALTER TABLE simulation_results DROP COLUMN packed, DROP COLUMN summary`,
];
