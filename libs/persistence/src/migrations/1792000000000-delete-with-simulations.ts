import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Scenarios and progress come in the statement that adds their simulation, and never otherwise. To check each against the row just added took a
 * sixth of that statement's time; that they go with it is the trigger's work, of which an earlier server, still at work, notices nothing.
 */
export class DeleteWithSimulations1792000000000 implements MigrationInterface {
  readonly name = 'DeleteWithSimulations1792000000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  `ALTER TABLE simulation_scenarios DROP CONSTRAINT fk_simulation_scenarios`,
  `ALTER TABLE simulation_progress DROP CONSTRAINT fk_simulation_progress`,
  // By arrays of ids: a plan that is made while the tables are small, and kept, finds rows by their keys all the same.
  `CREATE FUNCTION delete_with_simulations() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    DELETE FROM simulation_scenarios WHERE sim_id = ANY (ARRAY(SELECT sim_id FROM deleted));
    DELETE FROM simulation_progress WHERE sim_id = ANY (ARRAY(SELECT sim_id FROM deleted));
    RETURN NULL;
  END $$`,
  `CREATE TRIGGER delete_with_simulations AFTER DELETE ON simulations REFERENCING OLD TABLE AS deleted
    FOR EACH STATEMENT EXECUTE FUNCTION delete_with_simulations()`,
];

const DOWN = [
  `DROP TRIGGER delete_with_simulations ON simulations`,
  `DROP FUNCTION delete_with_simulations`,
  ...['simulation_scenarios', 'simulation_progress'].flatMap((table) => [
    // TRUNCATE fires no trigger of deletions.
    `DELETE FROM ${table} t WHERE NOT EXISTS (SELECT FROM simulations s WHERE s.sim_id = t.sim_id)`,
    `ALTER TABLE ${table} ADD CONSTRAINT fk_${table} FOREIGN KEY (sim_id) REFERENCES simulations ON DELETE CASCADE`,
  ]),
];
