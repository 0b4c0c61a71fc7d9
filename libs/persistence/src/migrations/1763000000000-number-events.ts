import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One row of numbers for all that can be told of simulations, and what they say themselves. */
export class NumberEvents1763000000000 implements MigrationInterface {
  readonly name = 'NumberEvents1763000000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  // Transitions have been numbered from the beginning; everything else now takes its numbers from the same sequence.
  `ALTER SEQUENCE simulation_transitions_seq_seq RENAME TO simulation_event_numbers`,
  `CREATE INDEX ix_simulation_transitions_seq ON simulation_transitions (seq)`,

  `ALTER TABLE simulation_edits ADD COLUMN event bigint NOT NULL DEFAULT nextval('simulation_event_numbers')`,
  `CREATE INDEX ix_simulation_edits_event ON simulation_edits (event)`,

  `ALTER TABLE simulation_results
    ADD COLUMN at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp(),
    ADD COLUMN event bigint NOT NULL DEFAULT nextval('simulation_event_numbers')`,
  // When the run ended; rows of before do not say it themselves.
  `UPDATE simulation_results r SET at = coalesce(
    (SELECT max(t.at) FROM simulation_transitions t WHERE t.sim_id = r.sim_id AND t.run = r.run), r.at)`,
  `CREATE INDEX ix_simulation_results_event ON simulation_results (event)`,

  `CREATE TABLE simulation_logs (
    sim_id uuid NOT NULL CONSTRAINT fk_simulation_logs REFERENCES simulations ON DELETE CASCADE,
    run integer NOT NULL,
    number integer NOT NULL,
    event bigint NOT NULL DEFAULT nextval('simulation_event_numbers'),
    level text NOT NULL,
    simulated_sec double precision NOT NULL,
    code text NOT NULL,
    message text NOT NULL,
    details json NOT NULL,
    at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT pk_simulation_logs PRIMARY KEY (sim_id, run, number)
  )`,
  `CREATE INDEX ix_simulation_logs_event ON simulation_logs (event)`,
  `CREATE INDEX ix_simulation_logs_simulation ON simulation_logs (sim_id, event)`,
];

const DOWN = [
  `DROP TABLE simulation_logs`,
  `ALTER TABLE simulation_results DROP COLUMN event, DROP COLUMN at`,
  `ALTER TABLE simulation_edits DROP COLUMN event`,
  `DROP INDEX ix_simulation_transitions_seq`,
  `ALTER SEQUENCE simulation_event_numbers RENAME TO simulation_transitions_seq_seq`,
];
