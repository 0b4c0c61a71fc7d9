import type { Statement } from '../database/statement.js';

/** The database's clock decides, so that servers whose clocks differ agree on who lives. */
export const HEARTBEAT: Statement = {
  name: 'heartbeat',
  text: `
    INSERT INTO runners (runner, lease_until) VALUES ($1, clock_timestamp() + make_interval(secs => $2))
    ON CONFLICT (runner) DO UPDATE SET lease_until = excluded.lease_until`,
};
