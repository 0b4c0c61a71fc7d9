/** How well many simulations keep time that run at once, and how fast the server answers meanwhile. */
import { readFileSync } from 'node:fs';
import { startSkein } from './http/servers.js';
import { runMany } from './many/many.js';
import { publish } from './report/publish.js';
import { quantile } from './report/quantile.js';
import { table } from './report/table.js';

const SIMULATIONS = 10_000;
const SUBMIT_SEC = 20;
const STATUSES_PER_SEC = 100;
const body = readFileSync(new URL('../../examples/three-routers.json', import.meta.url), 'utf8');

const server = await startSkein();
try {
  const { waits, lateness, statuses, timers } = await runMany(server.url, {
    simulations: SIMULATIONS,
    submitSec: SUBMIT_SEC,
    statusesPerSec: STATUSES_PER_SEC,
    body,
  });
  const row = (title: string, milliseconds: readonly number[], most: string): string[] => [
    title,
    ...[0.5, 0.99, 1].map((which) => quantile(milliseconds, which).toFixed(1)),
    most,
  ];
  publish('bench:many', [
    `${SIMULATIONS} times \`examples/three-routers.json\` at its speed of 1, submitted over ${SUBMIT_SEC} s to one server with one runner thread and the embedded database; ${STATUSES_PER_SEC} statuses a second asked for while all of them ran.`,
    table(
      ['milliseconds', 'median', 'p99', 'largest', 'p99 at most'],
      [
        row('from the request to its beginning', waits, ''),
        row('end after it was due', lateness, '250'),
        row('answer to GET /status', statuses, '50'),
        row('a timer of the asking process', timers, ''),
      ],
    ),
  ]);
} finally {
  await server.stop();
}
