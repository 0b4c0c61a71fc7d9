import type { AddressInfo } from 'node:net';
import type { Environment } from './config/environment.js';
import { listenFault } from './config/listen-fault.js';
import { createApp } from './create-app.js';

/** Serves from this process until it is told to stop; returns the port. */
export async function serve(environment: Environment): Promise<number> {
  const app = await createApp(environment);
  // An orderly shutdown is no death by signal: service managers read the exit code.
  app.enableShutdownHooks([], { useProcessExit: true });
  await app.listen(environment.port, environment.host).catch((error: unknown) => {
    throw listenFault(error, environment);
  });
  return (app.getHttpServer().address() as AddressInfo).port;
}
