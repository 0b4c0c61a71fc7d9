import { cpus, totalmem } from 'node:os';
import { ask } from '../programs/native.js';

/** What the figures of a section were measured with. */
export function machine(): string {
  const [{ model }, ...others] = cpus();
  const commit = ask('git', 'rev-parse', '--short', 'HEAD') ?? 'unknown';
  const changed = ask(
    'git',
    'status',
    '--porcelain',
    '--untracked-files=no',
    '--',
    'libs',
    'bench/src',
    'bench/ns3',
    'bench/limit',
    'bench/http',
    'apps/server',
  );
  return [
    `${model.trim()}, ${others.length + 1} cores, ${(totalmem() / 2 ** 30).toFixed(1)} GiB`,
    `Node ${process.versions.node}`,
    ask('gcc', '-dumpfullversion')?.replace(/^/, 'gcc ') ?? 'no gcc',
    `commit ${commit}${changed ? ' with changes' : ''}`,
  ].join('; ');
}
