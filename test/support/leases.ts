import pg from 'pg';

/** Longer than a runner's next sign of life takes to come, where it lives. */
const SOON_SEC = 4;
const LONG_SEC = 3600;

/** Has the leases that nobody renews end sooner than they would. */
export const shortenLeases = (databaseUrl: string) => endIn(databaseUrl, SOON_SEC);

/** Has leases that nobody can renew just now last, however long that takes. */
export const prolongLeases = (databaseUrl: string) => endIn(databaseUrl, LONG_SEC);

async function endIn(databaseUrl: string, seconds: number): Promise<void> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  await client.query('UPDATE runners SET lease_until = clock_timestamp() + make_interval(secs => $1)', [seconds]);
  await client.end();
}
