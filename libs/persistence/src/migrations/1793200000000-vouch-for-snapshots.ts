import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who has taken a snapshot. Of those that are there already nobody knows: no runner is given one of them, and what they stand for is gone through again. */
export class VouchForSnapshots1793200000000 implements MigrationInterface {
  readonly name = 'VouchForSnapshots1793200000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE simulation_snapshots ADD COLUMN taken_by text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE simulation_snapshots DROP COLUMN taken_by');
  }
}
