import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A registration shows its secret in the header and its agent only in the body, which is not read before the secret is known. */
export class FindAgentsBySecret1793500000000 implements MigrationInterface {
  readonly name = 'FindAgentsBySecret1793500000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX agents_by_secret ON agents (secret_hash) WHERE secret_hash IS NOT NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX agents_by_secret');
  }
}
