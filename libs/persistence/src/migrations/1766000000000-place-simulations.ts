import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where a simulation may run: each placement is a queue of its own. */
export class PlaceSimulations1766000000000 implements MigrationInterface {
  readonly name = 'PlaceSimulations1766000000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  `ALTER TABLE simulations ADD COLUMN placement text NOT NULL DEFAULT 'any'`,
  `UPDATE simulations SET config = (left(config::text, -1) || ',"placement":"any"}')::json`,
  `CREATE INDEX ix_simulations_queue_of_placement ON simulations (placement, priority, share, due_at) WHERE status = 'pending'`,
  `DROP INDEX ix_simulations_queue`,
  `ALTER INDEX ix_simulations_queue_of_placement RENAME TO ix_simulations_queue`,
];

/** What may run on some machines only would be given to any: it must not be there. */
const DOWN = [
  `DO $$ BEGIN
    IF EXISTS (SELECT FROM simulations WHERE placement <> 'any') THEN
      RAISE EXCEPTION 'Some simulations have a placement, which the schema before does not know; delete them first.';
    END IF;
  END $$`,
  `DROP INDEX ix_simulations_queue`,
  `CREATE INDEX ix_simulations_queue ON simulations (priority, share, due_at) WHERE status = 'pending'`,
  `ALTER TABLE simulations DROP COLUMN placement`,
  `UPDATE simulations SET config = regexp_replace(config::text, ',"placement":"any"}$', '}')::json`,
];
