import type { Statement } from '../database/statement.js';

export const ABOUT_DATABASE: Statement = {
  name: 'about_database',
  text: `
    SELECT current_setting('server_version') AS version,
      pg_database_size(current_database())::double precision AS size_bytes,
      (SELECT name FROM schema_migrations ORDER BY timestamp DESC LIMIT 1) AS schema`,
};
