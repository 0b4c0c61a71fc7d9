import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Keeps what was submitted beside what was made of it, as bytes, of which pieces can be read and sent as they are. An earlier server, still at work, keeps none; the request is then put together from the scenario.
 */
export class KeepRequests1793100000000 implements MigrationInterface {
  readonly name = 'KeepRequests1793100000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE simulation_scenarios ADD COLUMN request bytea');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE simulation_scenarios DROP COLUMN request');
  }
}
