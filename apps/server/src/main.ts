import 'reflect-metadata';
import cluster from 'node:cluster';
import { createRequire } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { banner } from './banner.js';
import { readEnvironment } from './config/environment.js';
import { endWhileStarting } from './processes/end-while-starting.js';

endWhileStarting();
/** Of ES modules, too: a fifth sooner than `import()`, which waits for each of some 1 800 files as for a request. */
const require = createRequire(import.meta.url);
// Whoever holds down the young generation of the thread that serves, as `npm start` does, means no simulations: their threads begin later.
setFlagsFromString('--max-semi-space-size=0');
try {
  const environment = readEnvironment(process.env);
  const together = environment.processes > 1 && cluster.isPrimary;
  // The first of several processes serves nothing, and has no use for the framework.
  const start = together
    ? (require('./processes/serve-together.js') as typeof import('./processes/serve-together.js')).serveTogether
    : (require('./serve.js') as typeof import('./serve.js')).serve;
  const port = await start(environment);
  const host = environment.host.includes(':') ? `[${environment.host}]` : environment.host;
  if (!cluster.isWorker) process.stdout.write(banner(`http://${host}:${port}`, environment) + '\n');
} catch (error) {
  process.stderr.write(`Skein cannot start. ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
  // Whatever was already started (a database, threads) must not keep a failed start alive.
  setImmediate(() => process.exit());
}
