import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The bytes of a command's arguments stand beside them: what is sent and listed is bounded by them, and reading the arguments to count them would cost most. */
export class WeighCommands1793410000000 implements MigrationInterface {
  readonly name = 'WeighCommands1793410000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE command_batches ADD COLUMN bytes integer NOT NULL DEFAULT 0');
    // What has ended is not sent any more: its weight matters to no claim.
    await runner.query(`UPDATE command_batches b SET bytes = octet_length(args::text)
      WHERE args IS NOT NULL AND EXISTS (SELECT FROM agent_commands c WHERE c.batch_id = b.batch_id AND c.finished_at IS NULL)`);
    await runner.query('CREATE INDEX ix_command_batches_heavy ON command_batches (bytes) WHERE bytes > 4096');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE command_batches DROP COLUMN bytes');
  }
}
