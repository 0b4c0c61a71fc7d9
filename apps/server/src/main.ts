import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import { banner } from './banner.js';
import { readEnvironment } from './config/environment.js';
import { createApp } from './create-app.js';

try {
  const environment = readEnvironment(process.env);
  const app = await createApp(environment);
  // An orderly shutdown is no death by signal: service managers read the exit code.
  app.enableShutdownHooks([], { useProcessExit: true });
  await app.listen(environment.port, environment.host);
  const { port } = app.getHttpServer().address() as AddressInfo;
  const host = environment.host.includes(':') ? `[${environment.host}]` : environment.host;
  process.stdout.write(banner(`http://${host}:${port}`, environment) + '\n');
} catch (error) {
  process.stderr.write(`Skein cannot start. ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
  // Whatever was already started (a database, threads) must not keep a failed start alive.
  setImmediate(() => process.exit());
}
