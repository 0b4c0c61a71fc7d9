import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is paused makes no progress: that it has come back to where it stands is all that tells it from what kills its runners. */
export class ReportedEpoch1763100000000 implements MigrationInterface {
  readonly name = 'ReportedEpoch1763100000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE simulation_progress ADD COLUMN reported_epoch integer`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE simulation_progress DROP COLUMN reported_epoch`);
  }
}
