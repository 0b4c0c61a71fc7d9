import { readFileSync, writeFileSync } from 'node:fs';
import { machine } from './machine.js';

const RESULTS = new URL('../../RESULTS.md', import.meta.url);

/** Prints a benchmark's section; with `--save` on the command line also puts it in its place in RESULTS.md. */
export function publish(benchmark: string, parts: readonly string[]): void {
  const text = [machine(), ...parts].join('\n\n');
  process.stdout.write(`${text}\n`);
  if (!process.argv.includes('--save')) return;
  const [begin, end] = [`<!-- ${benchmark} -->`, `<!-- end of ${benchmark} -->`];
  const old = readFileSync(RESULTS, 'utf8');
  const [from, to] = [old.indexOf(begin), old.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`RESULTS.md has no place for ${benchmark}: ${begin} … ${end}`);
  writeFileSync(RESULTS, `${old.slice(0, from)}${begin}\n\n${text}\n\n${old.slice(to)}`);
}

/** Says what is under way, beside the output proper. */
export function progress(text: string): void {
  process.stderr.write(`${text}\n`);
}
