import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isMainThread } from 'node:worker_threads';

/** Loaded into a server under test: told by SIGWINCH, which ends nothing, it prints what memory its main thread still uses once garbage is collected. */
if (isMainThread) {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc');
  process.on('SIGWINCH', () => {
    gc();
    const { heapUsed, external } = process.memoryUsage();
    process.stdout.write(`in use: ${heapUsed + external} bytes\n`);
  });
}
