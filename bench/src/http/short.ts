import { setTimeout as delay } from 'node:timers/promises';
import { openDatabase } from '@skein/persistence';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { load } from './load.js';
import { startSkein } from './servers.js';

const PAUSE_MS = 50;
const silent = { log: () => undefined, warn: () => undefined, error: () => undefined };

/** About 100 packets, as fast as the machine can. */
const SHORT = JSON.stringify({
  topology: { nodes: ['A', 'B'], links: [{ from: 'A', to: 'B', latency: 5 }] },
  traffic: [{ from: 'A', to: 'B', rate_pps: 100 }],
  config: { duration_sec: 1, speed: 'max' },
});

/** Short simulations accepted and finished per second, from the first request until the last of them is done. */
export async function finishedPerSec(connections: number, seconds: number): Promise<number> {
  const server = await startSkein();
  try {
    await load(server.url, { kind: 'simulate', connections, warmUpSec: 0, seconds: 2, body: SHORT });
    await untilNoneWaits(server.url);
    const began = performance.now();
    const { perSec } = await load(server.url, { kind: 'simulate', connections, warmUpSec: 0, seconds, body: SHORT });
    await untilNoneWaits(server.url);
    return (perSec * seconds * 1000) / (performance.now() - began);
  } finally {
    await server.stop();
  }
}

async function untilNoneWaits(url: string): Promise<void> {
  const some = async (status: string): Promise<boolean> => {
    const answer = await fetch(`${url}/simulations?limit=1&status=${status}`);
    return ((await answer.json()) as { items: unknown[] }).items.length > 0;
  };
  while ((await some('pending')) || (await some('running'))) await delay(PAUSE_MS);
}

const SCHEMA = `CREATE TABLE jobs (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, status text NOT NULL DEFAULT 'pending', epoch integer NOT NULL DEFAULT 0);
  CREATE INDEX ON jobs (id) WHERE status = 'pending'`;
const CLAIM = `UPDATE jobs SET status = 'running', epoch = epoch + 1
  WHERE id = (SELECT id FROM jobs WHERE status = 'pending' ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING id, epoch`;
const COMPLETE = `UPDATE jobs SET status = 'done' WHERE id = $1 AND epoch = $2 AND status = 'running'`;

/** Rows claimed and completed per second, durably, by as many connections, and nothing else. */
export async function bareLoopPerSec(connections: number, seconds: number): Promise<number> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'skein-bench-'));
  const { database, close } = await openDatabase({ dataDir }, silent);
  try {
    const { pool } = database;
    await pool.query(SCHEMA);
    await pool.query('INSERT INTO jobs (status) SELECT $1 FROM generate_series(1, 200000)', ['pending']);
    await pool.query('ANALYZE jobs');
    const began = performance.now();
    let completed = 0;
    await Promise.all(
      Array.from({ length: connections }, async () => {
        while (performance.now() - began < seconds * 1000) {
          const { rows } = await pool.query<{ id: string; epoch: number }>({ name: 'claim', text: CLAIM });
          await pool.query({ name: 'complete', text: COMPLETE, values: [rows[0].id, rows[0].epoch] });
          completed += 1;
        }
      }),
    );
    return (completed * 1000) / (performance.now() - began);
  } finally {
    await close();
    await rm(dataDir, { recursive: true, force: true });
  }
}
