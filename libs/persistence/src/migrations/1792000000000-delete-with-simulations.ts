import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What every simulation has in other tables is written only by statements that add its row or hold it, so nothing can come to be whose simulation is gone.
 * To check each row against it all the same took a quarter of the statement that adds simulations; that it goes with the simulation is the work of
 * a trigger, of which an earlier server, still at work, notices nothing.
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

const TABLES = ['simulation_scenarios', 'simulation_progress', 'simulation_transitions', 'simulation_results'];

const UP = [
  ...TABLES.map((table) => `ALTER TABLE ${table} DROP CONSTRAINT fk_${table}`),
  // By arrays of ids: a plan that is made while the tables are small, and kept, finds rows by their keys all the same.
  `CREATE FUNCTION delete_with_simulations() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    ${TABLES.map((table) => `DELETE FROM ${table} WHERE sim_id = ANY (ARRAY(SELECT sim_id FROM deleted));`).join('\n    ')}
    RETURN NULL;
  END $$`,
  `CREATE TRIGGER delete_with_simulations AFTER DELETE ON simulations REFERENCING OLD TABLE AS deleted
    FOR EACH STATEMENT EXECUTE FUNCTION delete_with_simulations()`,
];

const DOWN = [
  `DROP TRIGGER delete_with_simulations ON simulations`,
  `DROP FUNCTION delete_with_simulations`,
  ...TABLES.flatMap((table) => [
    // TRUNCATE fires no trigger of deletions.
    `DELETE FROM ${table} t WHERE NOT EXISTS (SELECT FROM simulations s WHERE s.sim_id = t.sim_id)`,
    `ALTER TABLE ${table} ADD CONSTRAINT fk_${table} FOREIGN KEY (sim_id) REFERENCES simulations ON DELETE CASCADE`,
  ]),
];
