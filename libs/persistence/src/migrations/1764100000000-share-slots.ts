import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What decides whose turn it is: a priority, and the share (a hash of the label `user`) among which the slots are divided. */
export class ShareSlots1764100000000 implements MigrationInterface {
  readonly name = 'ShareSlots1764100000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  // The default is the share of those without the label: what an earlier server, still at work, adds is claimed too.
  `ALTER TABLE simulations
    ADD COLUMN priority integer NOT NULL DEFAULT 0,
    ADD COLUMN share bigint NOT NULL DEFAULT hashtextextended('', 0)`,
  `UPDATE simulations SET share = hashtextextended(labels ->> 'user', 0) WHERE labels ? 'user'`,
  `CREATE INDEX ix_simulations_queue ON simulations (priority, share, due_at) WHERE status = 'pending'`,
  `DROP INDEX ix_simulations_due`,
  // Who holds what was found by this index before, and still is: in it are only those that a runner holds.
  `CREATE INDEX ix_simulations_held ON simulations (share, runner) WHERE runner IS NOT NULL`,
  `DROP INDEX ix_simulations_runner`,
];

const DOWN = [
  `CREATE INDEX ix_simulations_runner ON simulations (runner) WHERE runner IS NOT NULL`,
  `CREATE INDEX ix_simulations_due ON simulations (due_at) WHERE status = 'pending'`,
  `DROP INDEX ix_simulations_queue, ix_simulations_held`,
  `ALTER TABLE simulations DROP COLUMN priority, DROP COLUMN share`,
];
