/** How many requests a second a server takes, against FastAPI with the same checks and nothing durable. */
import { readFileSync } from 'node:fs';
import { flushMs } from './http/flush.js';
import { load, type LoadKind, type LoadMeasurement } from './http/load.js';
import { bareLoopPerSec, finishedPerSec } from './http/short.js';
import { HOW_TO_INSTALL, peerVersions, startPeer, startSkein, type Server } from './http/servers.js';
import { progress, publish } from './report/publish.js';
import { show, spread } from './report/spread.js';
import { table } from './report/table.js';

const CONNECTIONS = 16;
const ROUNDS = 5;
const body = readFileSync(new URL('../../examples/three-routers.json', import.meta.url), 'utf8');

const versions = peerVersions();
if (versions === null) {
  progress(HOW_TO_INSTALL);
  process.exit(1);
}

/** More than are accepted while it is measured: each simulation begins as it comes, where by default those beyond 10 000 wait. */
const SLOTS = '1000000';

const KINDS: { kind: LoadKind; title: string; least: number | null; environment?: Record<string, string> }[] = [
  { kind: 'simulate', title: 'POST /simulate', least: 1.25 },
  { kind: 'simulate', title: `the same, SKEIN_SLOTS=${SLOTS}`, least: null, environment: { SKEIN_SLOTS: SLOTS } },
  { kind: 'status', title: 'GET /status', least: 1.5 },
];

const rows: string[][] = [];
for (const { kind, title, least, environment } of KINDS) {
  const ours: LoadMeasurement[] = [];
  const theirs: LoadMeasurement[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    theirs.push(await measure(startPeer, kind));
    ours.push(await measure(() => startSkein(environment), kind));
    const [one, other] = [ours[round - 1], theirs[round - 1]];
    progress(`${title}, round ${round} of ${ROUNDS}: Skein ${one.perSec.toFixed(0)}/s, FastAPI ${other.perSec.toFixed(0)}/s`);
  }
  rows.push([
    title,
    show(spread(ours.map(({ perSec }) => perSec)), 0),
    show(spread(theirs.map(({ perSec }) => perSec)), 0),
    show(spread(ours.map(({ perSec }, i) => perSec / theirs[i].perSec)), 2),
    least === null ? '' : String(least),
    show(spread(ours.map(({ p99Ms }) => p99Ms)), 1),
    show(spread(theirs.map(({ p99Ms }) => p99Ms)), 1),
  ]);
}
const finished: number[] = [];
const bare: number[] = [];
for (let round = 1; round <= ROUNDS; round++) {
  bare.push(await bareLoopPerSec(CONNECTIONS, 5));
  finished.push(await finishedPerSec(CONNECTIONS, 5));
  progress(
    `short simulations, round ${round} of ${ROUNDS}: Skein ${finished.at(-1)?.toFixed(0)}/s, bare loop ${bare.at(-1)?.toFixed(0)}/s`,
  );
}

const flush = await flushMs();
publish('bench:http', [
  `Median (min..max) over ${ROUNDS} alternating runs of fresh servers, ${CONNECTIONS} connections; peer: \`bench/http/fastapi_peer.py\` on ${versions}. A flush of 8 KB to this disk takes ${show(spread(flush), 2)} ms.`,
  table(['request', 'Skein, /s', 'FastAPI, /s', 'ratio', 'at least', 'Skein p99, ms', 'FastAPI p99, ms'], rows),
  table(
    ['short simulations', 'Skein, /s', 'bare SQL loop, /s', 'ratio', 'at least'],
    [
      [
        'accepted and finished',
        show(spread(finished), 0),
        show(spread(bare), 0),
        show(spread(finished.map((one, i) => one / bare[i])), 2),
        '0.33',
      ],
    ],
  ),
]);

async function measure(start: () => Promise<Server>, kind: LoadKind): Promise<LoadMeasurement> {
  const server = await start();
  try {
    const measured = await load(server.url, { kind, connections: CONNECTIONS, warmUpSec: 3, seconds: 5, body });
    const expected = kind === 'simulate' ? '202' : '200';
    if (Object.keys(measured.statuses).join() !== expected) throw new Error(`Unexpected answers: ${JSON.stringify(measured.statuses)}`);
    return measured;
  } finally {
    await server.stop();
  }
}
