/**
 * Keeps connections busy, each with one request at a time, and counts: `load-child.js URL KIND CONNECTIONS WARM_UP_SEC SECONDS`, the body
 * of POST /simulate on standard input. A process of its own, on bare sockets, so that asking costs a fraction of answering.
 */
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { quantile } from '../report/quantile.js';
import { Connection } from './connection.js';
import type { LoadKind, LoadMeasurement } from './load.js';

/** How many simulations statuses are asked of, in turn. */
const ASKED_OF = 1000;

const [url, kind, connections, warmUpSec, seconds] = process.argv.slice(2) as [string, LoadKind, string, string, string];
const { hostname, port, host } = new URL(url);
const body = readFileSync(0);
const post = Buffer.concat([
  Buffer.from(`POST /simulate HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`),
  body,
]);
const wires = await Promise.all(Array.from({ length: Number(connections) }, () => Connection.open(hostname, Number(port))));

let next: () => Buffer = () => post;
if (kind === 'status') {
  const gets: Buffer[] = [];
  await Promise.all(
    wires.map(async (wire) => {
      while (gets.length < ASKED_OF) {
        const { sim_id } = JSON.parse((await wire.ask(post)).body) as { sim_id: string };
        gets.push(Buffer.from(`GET /status/${sim_id} HTTP/1.1\r\nHost: ${host}\r\n\r\n`));
      }
    }),
  );
  let turn = 0;
  next = () => gets[turn++ % gets.length];
}

await keepBusy(Number(warmUpSec));
const measured = await keepBusy(Number(seconds));
for (const wire of wires) wire.close();
process.stdout.write(`${JSON.stringify(measured)}\n`);

async function keepBusy(sec: number): Promise<LoadMeasurement> {
  const began = performance.now();
  const end = began + sec * 1000;
  const milliseconds: number[] = [];
  const statuses: Record<number, number> = {};
  await Promise.all(
    wires.map(async (wire) => {
      for (let asked = performance.now(); asked < end;) {
        const { status } = await wire.ask(next());
        const answered = performance.now();
        milliseconds.push(answered - asked);
        statuses[status] = (statuses[status] ?? 0) + 1;
        asked = answered;
      }
    }),
  );
  const wallSec = (performance.now() - began) / 1000;
  milliseconds.sort((one, other) => one - other);
  return { perSec: milliseconds.length / wallSec, p50Ms: quantile(milliseconds, 0.5), p99Ms: quantile(milliseconds, 0.99), statuses };
}
