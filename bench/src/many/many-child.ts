/**
 * Submits many simulations over some time, asks for their statuses while they run, and reads from the record when each began and ended:
 * `many-child.js URL SIMULATIONS SUBMIT_SEC STATUSES_PER_SEC`, the body of POST /simulate on standard input.
 */
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { Connection } from '../http/connection.js';
import type { ManyMeasurement } from './many.js';

const CONNECTIONS = 16;
const PAGE = 500;
const PAUSE_MS = 1000;

const [url, ...numbers] = process.argv.slice(2);
const [simulations, submitSec, statusesPerSec] = numbers.map(Number);
const { hostname, port, host } = new URL(url);
const body = readFileSync(0);
const post = Buffer.concat([
  Buffer.from(`POST /simulate HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`),
  body,
]);
const wires = await Promise.all(Array.from({ length: CONNECTIONS }, () => Connection.open(hostname, Number(port))));
const simIds: string[] = [];
const askedMs = new Map<string, number>();
const timers: number[] = [];

await atRate(simulations, simulations / submitSec, async (wire) => {
  const sentMs = Date.now();
  const { status, body: answer } = await wire.ask(post);
  if (status !== 202) throw new Error(`Unexpected answer ${status}: ${answer}`);
  const { sim_id } = JSON.parse(answer) as { sim_id: string };
  simIds.push(sim_id);
  askedMs.set(sim_id, sentMs);
});
process.stderr.write(`${simulations} are submitted\n`);

const statuses: number[] = [];
const { duration_sec } = (await status(simIds[0])).config;
const askSec = Math.max(5, duration_sec - submitSec - 5);
await atRate(askSec * statusesPerSec, statusesPerSec, async (wire, askedAt) => {
  const simId = simIds[Math.floor(Math.random() * simIds.length)];
  const answer = await wire.ask(Buffer.from(`GET /status/${simId} HTTP/1.1\r\nHost: ${host}\r\n\r\n`));
  if (answer.status !== 200) throw new Error(`Unexpected answer ${answer.status}: ${answer.body}`);
  statuses.push(performance.now() - askedAt);
});
process.stderr.write(`statuses were asked for ${askSec} s; waiting for the ends\n`);
for (const wire of wires) wire.close();

while ((await page('status=pending&limit=1')).items.length + (await page('status=running&limit=1')).items.length > 0) await delay(PAUSE_MS);
const waits: number[] = [];
const lateness: number[] = [];
for (let cursor = ''; lateness.length < simulations;) {
  const { items, next_cursor } = await page(`status=done&limit=${PAGE}${cursor}`);
  for (const { sim_id, started_at, finished_at, config } of items) {
    waits.push(Date.parse(started_at) - askedMs.get(sim_id)!);
    lateness.push(Date.parse(finished_at) - Date.parse(started_at) - (config.duration_sec / Number(config.speed)) * 1000);
  }
  if (next_cursor === null) break;
  cursor = `&cursor=${next_cursor}`;
}
if (lateness.length !== simulations) throw new Error(`Of ${simulations} simulations ${lateness.length} are done.`);
const ascending = (values: number[]): number[] => values.sort((one, other) => one - other);
const measured: ManyMeasurement = {
  waits: ascending(waits),
  lateness: ascending(lateness),
  statuses: ascending(statuses),
  timers: ascending(timers),
};
process.stdout.write(`${JSON.stringify(measured)}\n`);

/** Does something so often, at even distances whatever it takes, on whichever connection is free first. */
async function atRate(times: number, perSec: number, work: (wire: Connection, askedAt: number) => Promise<void>): Promise<void> {
  const began = performance.now();
  let next = 0;
  await Promise.all(
    wires.map(async (wire) => {
      while (next < times) {
        const dueAt = began + (next++ / perSec) * 1000;
        const early = dueAt - performance.now();
        if (early > 0) {
          await delay(early);
          timers.push(performance.now() - dueAt);
        }
        // A late timer is not the server's fault; the want of a free connection is.
        await work(wire, early > 0 ? performance.now() : dueAt);
      }
    }),
  );
}

interface Status {
  sim_id: string;
  started_at: string;
  finished_at: string;
  config: { duration_sec: number; speed: number };
}

async function status(simId: string): Promise<Status> {
  return (await (await fetch(`${url}/status/${simId}`)).json()) as Status;
}

async function page(query: string): Promise<{ items: Status[]; next_cursor: string | null }> {
  const answer = await fetch(`${url}/simulations?${query}`);
  if (!answer.ok) throw new Error(`Unexpected answer ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as { items: Status[]; next_cursor: string | null };
}
