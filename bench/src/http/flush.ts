import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';

const PAGE = Buffer.alloc(8192);
const TIMES = 200;

/** Milliseconds that it takes to write a page where the benchmark's database is and to have it on disk, time after time. */
export async function flushMs(): Promise<number[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'skein-bench-'));
  const file = await open(path.join(folder, 'page'), 'w');
  const milliseconds: number[] = [];
  for (let time = 0; time < TIMES; time++) {
    const began = performance.now();
    await file.write(PAGE, 0, PAGE.length, 0);
    await file.datasync();
    milliseconds.push(performance.now() - began);
  }
  await file.close();
  await rm(folder, { recursive: true });
  return milliseconds;
}
