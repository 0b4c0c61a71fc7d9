import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The ids of agents that were revoked. A ban has a table of its own because it outlives its agent: an id that is deleted stays banned. */
export class KeepBans1793400000000 implements MigrationInterface {
  readonly name = 'KeepBans1793400000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE agent_bans (
      agent_id text CONSTRAINT pk_agent_bans PRIMARY KEY,
      revoked_at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp()
    )`);
    await runner.query('INSERT INTO agent_bans SELECT agent_id, revoked_at FROM agents WHERE revoked_at IS NOT NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE agent_bans');
  }
}
