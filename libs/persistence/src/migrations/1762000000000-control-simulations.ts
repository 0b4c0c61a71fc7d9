import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What pausing, editing and exact recovery need: a log of edits, and simulations that go on being what they are while no runner holds them. */
export class ControlSimulations1762000000000 implements MigrationInterface {
  readonly name = 'ControlSimulations1762000000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  // A simulation that has lost its runner is running, or paused, all the same, until another brings it back to where it was.
  `ALTER TABLE simulations
    DROP CONSTRAINT ck_simulations_held,
    ADD CONSTRAINT ck_simulations_held CHECK (runner IS NULL OR status IN ('running', 'paused')),
    ADD COLUMN losses integer NOT NULL DEFAULT 0,
    ADD COLUMN lost_at_sec double precision NOT NULL DEFAULT -1`,
  `CREATE INDEX ix_simulations_orphaned ON simulations (due_at) WHERE runner IS NULL AND status IN ('running', 'paused')`,

  `CREATE INDEX ix_simulations_finished ON simulations (finished_at) WHERE finished_at IS NOT NULL`,

  `ALTER TABLE simulation_transitions
    ADD COLUMN runner text,
    ADD COLUMN next_attempt_at timestamp(3) with time zone`,

  // json, which keeps the order of members: an edit is made from this text wherever it is replayed.
  `CREATE TABLE simulation_edits (
    sim_id uuid NOT NULL CONSTRAINT fk_simulation_edits REFERENCES simulations ON DELETE CASCADE,
    run integer NOT NULL,
    seq integer NOT NULL,
    at_sec double precision NOT NULL,
    edits json NOT NULL,
    at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT pk_simulation_edits PRIMARY KEY (sim_id, run, seq)
  )`,

  // What a change was answered with, where its repetition must say the same.
  `ALTER TABLE change_requests ADD COLUMN answer json`,
];

const DOWN = [
  `ALTER TABLE change_requests DROP COLUMN answer`,
  `DROP TABLE simulation_edits`,
  `ALTER TABLE simulation_transitions DROP COLUMN runner, DROP COLUMN next_attempt_at`,
  `DROP INDEX ix_simulations_orphaned, ix_simulations_finished`,
  // Before, whatever had no runner was pending.
  `UPDATE simulations SET status = 'pending' WHERE runner IS NULL AND status IN ('running', 'paused')`,
  `ALTER TABLE simulations
    DROP CONSTRAINT ck_simulations_held,
    ADD CONSTRAINT ck_simulations_held CHECK ((runner IS NOT NULL) = (status IN ('running', 'paused'))),
    DROP COLUMN losses,
    DROP COLUMN lost_at_sec`,
];
