import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * To what every simulation has in other tables, rows are added only by statements that add its own row or change it, so none can come to be whose simulation is gone.
 * To check each against it all the same took a quarter of the statement that adds simulations; that they go with the simulation is the work of
 * triggers, of which an earlier server, still at work, notices nothing.
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

/**
 * All at once, or none for now: servers at work lock them in other orders than these changes do, and the two would wait for each other. Each try is short, because
 * whoever comes meanwhile waits behind it.
 */
const LOCK_TABLES = `DO $$ BEGIN
  SET LOCAL lock_timeout = '100ms';
  LOOP
    BEGIN
      LOCK TABLE simulations, ${TABLES.join(', ')} IN ACCESS EXCLUSIVE MODE;
      EXIT;
    EXCEPTION WHEN lock_not_available THEN PERFORM pg_sleep(0.05);
    END;
  END LOOP;
END $$`;

const UP = [
  LOCK_TABLES,
  ...TABLES.map((table) => `ALTER TABLE ${table} DROP CONSTRAINT fk_${table}`),
  // Its plans are kept: one that was made while the tables were small would read them whole when they have grown.
  `CREATE FUNCTION delete_with_simulations() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT SET enable_seqscan = off AS $$
  BEGIN
    ${TABLES.map((table) => `DELETE FROM ${table} WHERE sim_id = ANY (ARRAY(SELECT sim_id FROM deleted));`).join('\n    ')}
    RETURN NULL;
  END $$`,
  `CREATE TRIGGER delete_with_simulations AFTER DELETE ON simulations REFERENCING OLD TABLE AS deleted
    FOR EACH STATEMENT EXECUTE FUNCTION delete_with_simulations()`,
  `CREATE FUNCTION truncate_with_simulations() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
  BEGIN
    TRUNCATE ${TABLES.join(', ')};
    RETURN NULL;
  END $$`,
  `CREATE TRIGGER truncate_with_simulations AFTER TRUNCATE ON simulations FOR EACH STATEMENT EXECUTE FUNCTION truncate_with_simulations()`,
];

const DOWN = [
  LOCK_TABLES,
  ...['truncate', 'delete'].flatMap((verb) => [
    `DROP TRIGGER ${verb}_with_simulations ON simulations`,
    `DROP FUNCTION ${verb}_with_simulations`,
  ]),
  ...TABLES.map((table) => `ALTER TABLE ${table} ADD CONSTRAINT fk_${table} FOREIGN KEY (sim_id) REFERENCES simulations ON DELETE CASCADE`),
];
