import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Indexes for the list by label and by name. Simulations without labels, or without a name, are not in them: most have neither, and every change of a simulation would
 * have to write to both. While they are made, nothing can be submitted: about a second for a million simulations.
 */
export class FindByLabelAndName1793100000010 implements MigrationInterface {
  readonly name = 'FindByLabelAndName1793100000010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX ix_simulations_labels ON simulations USING gin (labels jsonb_path_ops) WHERE labels <> '{}'`);
    await runner.query(
      'CREATE INDEX ix_simulations_name ON simulations (name text_pattern_ops, created_at, sim_id) WHERE name IS NOT NULL',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX ix_simulations_labels, ix_simulations_name');
  }
}
