import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an agent holds is told by the simulations themselves; what it said when it connected was not true for long. */
export class ForgetHeldSimulations1791000000000 implements MigrationInterface {
  readonly name = 'ForgetHeldSimulations1791000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE agent_presence DROP COLUMN simulations');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE agent_presence ADD COLUMN simulations json NOT NULL DEFAULT '[]'`);
  }
}
