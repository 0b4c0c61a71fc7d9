import type { Statement } from '../database/statement.js';

/** The last number that was given out, whether its transaction has ended or not. */
export const LAST_EVENT_NUMBER: Statement = {
  name: 'last_event_number',
  text: `SELECT CASE WHEN is_called THEN last_value ELSE 0 END AS last FROM simulation_event_numbers`,
};

/**
 * Every transaction that has written, or is about to write, a row that carries an event's number: it locks the table before it
 * takes the number, and lets go when what it wrote can be seen.
 */
export const EVENT_WRITERS: Statement = {
  name: 'event_writers',
  text: `
    SELECT DISTINCT virtualtransaction AS writer
    FROM pg_locks
    WHERE locktype = 'relation' AND mode = 'RowExclusiveLock' AND granted
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND relation IN ('simulation_transitions'::regclass, 'simulation_edits'::regclass, 'simulation_logs'::regclass, 'simulation_results'::regclass)`,
};
