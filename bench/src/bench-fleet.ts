/**
 * How a server leads thousands of agents of the old protocol. With `--url URL` another server is measured, which should have no agents yet, its
 * memory too with `--pid PID`; without, Skein, which is restarted also.
 */
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { restart, type RestartMeasurement } from './fleet/restart.js';
import { FAN_OUT, walk, type FleetMeasurement } from './fleet/walk.js';
import { flushMs } from './http/flush.js';
import { startSkein } from './http/servers.js';
import { progress, publish } from './report/publish.js';
import { show, spread } from './report/spread.js';
import { table } from './report/table.js';

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    pid: { type: 'string' },
    most: { type: 'string', default: '15000' },
    rounds: { type: 'string', default: '3' },
    save: { type: 'boolean', default: false },
  },
});
const most = Number(values.most);
const RESTARTED = 4_000;
/** What the reference server, in memory, reached on such a machine, and what is to be reached. */
const FAN_OUT_GOALS_MS: Record<number, [p50: number, p99: number]> = { 1_000: [51, 145], 4_000: [156, 929] };
const SIGNALS = ['SIGTERM', 'SIGKILL'] as const;

const loads = [loadavg()[0]];
const walks: FleetMeasurement[] = [];
const restarts: { signal: string; measured: RestartMeasurement }[] = [];
if (values.url !== undefined) {
  walks.push(await walk(values.url.replace(/\/$/, ''), most, values.pid === undefined ? null : Number(values.pid)));
  process.stdout.write(`${figures()}\n`);
} else {
  for (let round = 1; round <= Number(values.rounds); round++) {
    const server = await startSkein();
    try {
      walks.push(await walk(server.url, most, server.pid));
      progress(`round ${round} of ${values.rounds}: ${JSON.stringify(walks.at(-1))}`);
    } finally {
      await server.stop();
    }
  }
  for (const signal of SIGNALS) {
    const server = await startSkein();
    try {
      const measured = await restart(server, RESTARTED, signal);
      restarts.push({ signal, measured });
      progress(`${signal}: ${JSON.stringify(measured)}`);
    } finally {
      await server.stop();
    }
  }
  loads.push(loadavg()[0]);
  publish('bench:fleet', [
    `Agents of the old protocol, in four processes on the same machine, at one server with the embedded database; every commit flushed to disk, which takes ${show(spread(await flushMs()), 2)} ms for 8 KB. Median (min..max) over ${values.rounds} fresh servers, of the fan-out over eight \`send_to_all\` to each. Load of the machine when it began ${loads[0].toFixed(1)}, when it ended ${loads[1].toFixed(1)}.`,
    figures(),
    table(
      [
        'restarted with 4 000 agents',
        'ready again, s',
        'all back, s',
        'at most',
        'commands',
        'lost',
        'sent twice',
        'slowest GET /status, ms',
      ],
      restarts.map(({ signal, measured: { awaySec, allBackSec, commands, repeated, slowestMs } }) => [
        signal,
        awaySec.toFixed(1),
        allBackSec.toFixed(1),
        '30',
        String(commands),
        '0',
        String(repeated),
        slowestMs.toFixed(0),
      ]),
    ),
  ]);
}

function figures(): string {
  const rows: string[][] = [];
  for (const agents of FAN_OUT) {
    const of = walks.flatMap(({ fanOuts }) => fanOuts.filter((one) => one.agents === agents));
    const [p50, p99] = FAN_OUT_GOALS_MS[agents];
    rows.push([`send_to_all, ${agents} agents: p50, ms`, show(spread(of.map(({ p50Ms }) => p50Ms)), 0), `at most ${p50}`]);
    rows.push([`send_to_all, ${agents} agents: p99, ms`, show(spread(of.map(({ p99Ms }) => p99Ms)), 0), `at most ${p99}`]);
  }
  rows.push(['registered and connected, /s', show(spread(walks.map(({ connectsPerSec }) => connectsPerSec)), 0), 'at least 950']);
  rows.push(['responses stored, /s', show(spread(walks.map(({ responsesPerSec }) => responsesPerSec)), 0), 'at least 3000']);
  for (const [i, { agents }] of walks[0].kbEach.entries()) {
    const kb = walks.map(({ kbEach }) => kbEach[i].kb);
    rows.push([`memory of each of ${agents} connections, KB`, show(spread(kb), 1), 'below 20']);
  }
  rows.push(['agents connected, all of them present', String(Math.max(most, ...FAN_OUT)), '15000']);
  return table(['figure', 'measured', 'goal'], rows);
}
