/** The engine alone: speed over kinds and sizes of scenarios, and memory. */
import { runEdits, runEngine } from './programs/engine.js';
import { hopsPerSec, type EngineMeasurement } from './programs/measurement.js';
import { progress, publish } from './report/publish.js';
import { show, spread } from './report/spread.js';
import { table } from './report/table.js';
import { SCENARIOS, type ScenarioName } from './scenarios/scenarios.js';

const ROUNDS = 5;
const IN_ROUNDS = ['nsfnet', 'nodes-1000', 'overload', 'loss-jitter', 'sampled', 'nodes-100'] as const;
const MOST_PER_HOP = 2.5;
const KB = 1024;
const MB = 1024 * KB;

const runs = new Map<ScenarioName, EngineMeasurement[]>();
for (let round = 1; round <= ROUNDS; round++) for (const name of IN_ROUNDS) run(name, round);
// These take half a minute each, nearly all of it searching routes to every node.
run('nodes-10000', 1);
run('large', 1);
run('small', 1);

publish('bench:engine', [
  `Median (min..max) over ${ROUNDS} rounds, in each of which every scenario runs once; the largest runs once. Warm-up includes building and finding routes.`,
  table(
    ['scenario', 'M packet-hops/s', 'M events/s', 'KB a simulation', 'warm-up, s'],
    [...IN_ROUNDS, 'nodes-10000' as const].map((name) => [title(name), ...speeds(runs.get(name)!)]),
  ),
  perHop(),
  `An edit under load, with all routes that it concerns found anew, in milliseconds: median (min..max) over five.`,
  table(['edit', title('nodes-1000'), title('nodes-10000')], edits()),
  table(
    ['memory', 'typed arrays', 'limit', 'peak RSS of the process', 'limit'],
    [memory('small', KB, 'KB', '64 KB', ''), memory('large', MB, 'MB', '', '2048 MB')],
  ),
]);

function run(name: ScenarioName, seed: number): void {
  const measurement = runEngine(name, seed);
  runs.set(name, [...(runs.get(name) ?? []), measurement]);
  progress(`${title(name)}, run ${seed}: ${(hopsPerSec(measurement) / 1e6).toFixed(2)} M packet-hops/s`);
}

function title(name: ScenarioName): string {
  return SCENARIOS[name]().title;
}

function speeds(measured: readonly EngineMeasurement[]): string[] {
  const over = (figure: (run: EngineMeasurement) => number): ReturnType<typeof spread> => spread(measured.map(figure));
  return [
    show(
      over((run) => hopsPerSec(run) / 1e6),
      2,
    ),
    show(
      over(({ events, wallSec }) => events / wallSec / 1e6),
      2,
    ),
    over(({ bytesHeld }) => bytesHeld / KB).median.toFixed(0),
    over(({ settleWallSec }) => settleWallSec).median.toFixed(1),
  ];
}

/** Within each round, so that both had the same machine. */
function perHop(): string {
  const [small, large] = (['nsfnet', 'nodes-1000'] as const).map((name) => runs.get(name)!.map(hopsPerSec));
  const ratio = spread(small.map((rate, round) => rate / large[round]));
  return `A packet-hop at 1 000 nodes costs ${show(ratio, 2)} times one on NSFNET's 14 nodes (at most ${MOST_PER_HOP}).`;
}

function edits(): string[][] {
  const [small, large] = (['nodes-1000', 'nodes-10000'] as const).map((name) => runEdits(name));
  return small.map(({ kind, milliseconds }, i) => [kind, show(spread(milliseconds), 0), show(spread(large[i].milliseconds), 0)]);
}

function memory(name: ScenarioName, unit: number, unitName: string, heldLimit: string, rssLimit: string): string[] {
  const [{ bytesHeld, peakRssBytes }] = runs.get(name)!;
  return [title(name), `${(bytesHeld / unit).toFixed(1)} ${unitName}`, heldLimit, `${(peakRssBytes / MB).toFixed(0)} MB`, rssLimit];
}
