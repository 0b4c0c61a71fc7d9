import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What part of its flows have their routes, of a simulation whose runner is looking for them. An earlier server, still at work, leaves it as it is. */
export class TellRouting1793100000020 implements MigrationInterface {
  readonly name = 'TellRouting1793100000020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE simulation_progress ADD COLUMN routed double precision');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE simulation_progress DROP COLUMN routed');
  }
}
