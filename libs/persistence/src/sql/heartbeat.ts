import type { Statement } from '../database/statement.js';

/** The database's clock decides, so that servers whose clocks differ agree on who lives. In one order everywhere, so that nobody waits in a circle. */
export const HEARTBEAT: Statement = {
  name: 'heartbeat',
  text: `
    INSERT INTO runners (runner, lease_until)
    SELECT runner, clock_timestamp() + make_interval(secs => $2) FROM unnest($1::text[]) AS runner ORDER BY runner
    ON CONFLICT (runner) DO UPDATE SET lease_until = excluded.lease_until`,
};
