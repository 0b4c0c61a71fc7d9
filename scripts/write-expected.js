/** Rewrites examples/expected: what each example answers. Results follow from the hash; counts are there for people. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'node:path';
import { resultHash, Simulator } from '@skein/engine';
import { DEFAULT_LIMITS, readRequest } from '@skein/topology';

const EXAMPLES = new URL('../examples/', import.meta.url);

for (const [folder, answer] of [
  ['', accepted],
  ['refused/', refused],
]) {
  mkdirSync(new URL(`expected/${folder}`, EXAMPLES), { recursive: true });
  for (const entry of readdirSync(new URL(folder || '.', EXAMPLES), { withFileTypes: true })) {
    if (!entry.isFile() || entry.name.endsWith('.md')) continue;
    const outcome = readRequest(readFileSync(new URL(folder + entry.name, EXAMPLES)), DEFAULT_LIMITS);
    writeFileSync(new URL(`expected/${folder}${parse(entry.name).name}.json`, EXAMPLES), JSON.stringify(answer(outcome), null, 2) + '\n');
  }
}

function accepted(outcome) {
  const simulator = new Simulator(JSON.parse(outcome.value.scenario));
  simulator.advance(simulator.durationSec);
  const results = simulator.results();
  return {
    warnings: outcome.value.warnings,
    engine_version: results.engine_version,
    packets: results.packets,
    result_hash: resultHash(results),
  };
}

function refused(outcome) {
  const { code, detail, errors } = outcome.refusal;
  return { status: code === 'not_json' ? 400 : 422, code, detail, errors };
}
