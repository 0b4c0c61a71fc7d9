import { readFileSync } from 'node:fs';
import { resultHash, Simulator } from '@skein/engine';
import { DEFAULT_LIMITS, readRequest, type Refusal, type Scenario } from '@skein/topology';
import { UnusableInput } from '../exit/endings.js';

/** Events between two looks at the terminal: some tens of milliseconds. */
const SLICE = 200_000;

/**
 * Runs a request file to its end and prints the results document, with what the run cost as `engine`.
 * @throws UnusableInput listing everything that is wrong with the file
 */
export function runEngine(file: string): void {
  const outcome = readRequest(read(file), DEFAULT_LIMITS);
  if (!outcome.ok) throw new UnusableInput(describe(file, outcome.refusal));
  for (const warning of outcome.value.warnings) process.stderr.write(`${file}: ${warning.message}\n`);
  const simulator = new Simulator(JSON.parse(outcome.value.scenario) as Scenario);
  const wallSec = advanceToEnd(simulator);
  const results = simulator.results();
  const document = {
    sim_id: null,
    run: 1,
    status: 'done',
    ...results,
    result_hash: resultHash(results),
    engine: { wall_sec: wallSec, events: simulator.events, packet_hops: simulator.packetHops },
  };
  process.stdout.write(JSON.stringify(document, null, process.stdout.isTTY ? 2 : 0) + '\n');
}

function read(file: string): Buffer {
  try {
    return readFileSync(file === '-' ? 0 : file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UnusableInput(`Cannot read ${file}: ${code === 'ENOENT' ? 'there is no such file' : message}.`);
  }
}

/** Advances to the end and returns the seconds of wall clock spent advancing, the showing of progress left out. */
function advanceToEnd(simulator: Simulator): number {
  let spentMs = 0;
  for (let done = false; !done;) {
    const before = performance.now();
    done = simulator.advance(simulator.durationSec, SLICE);
    spentMs += performance.now() - before;
    if (process.stderr.isTTY) process.stderr.write(`\r${((100 * simulator.nowSec) / simulator.durationSec).toFixed(1)} %  `);
  }
  if (process.stderr.isTTY) process.stderr.write('\r          \r');
  return spentMs / 1000;
}

function describe(file: string, refusal: Refusal): string {
  const lines = refusal.errors.map(
    ({ pointer, message, accepted }) => `  ${pointer || '/'}: ${message}${accepted ? ` Accepted: ${accepted}.` : ''}`,
  );
  return [`${file}: ${refusal.detail}`, ...lines].join('\n');
}
