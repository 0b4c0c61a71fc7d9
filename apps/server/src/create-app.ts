import cluster from 'node:cluster';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { AgentGateway } from '@skein/fleet/nest';
import { ChangesController, QueriesController } from '@skein/simulation/nest';
import { Access } from './access/access.js';
import { Gate } from './access/gate.js';
import { operationsWithOwnCredentials } from './access/own-credentials.js';
import { AppModule } from './app.module.js';
import type { Environment } from './config/environment.js';
import { installBodies } from './http/body.js';
import { compressed } from './http/compressed.js';
import { Door } from './http/door.js';
import { Entrance } from './http/entrance.js';
import { HttpServerAdapter } from './http/http-server-adapter.js';
import { ProblemFilter } from './http/problem.filter.js';
import { Shortcuts } from './http/shortcuts.js';
import { PinoLogger } from './logging/pino-logger.js';
import { HttpMeters } from './metrics/http-meters.js';
import { openApiDocument } from './openapi/openapi-document.js';
import { SWAGGER_UI } from './openapi/swagger-ui.js';

/** The server, connected to its database, not yet listening. */
export async function createApp(environment: Environment): Promise<NestExpressApplication> {
  const logger = new PinoLogger(environment.logLevel, process.stdout.isTTY);
  // Of several processes, the first has said it.
  if (cluster.isPrimary) for (const warning of environment.warnings) logger.warn(warning, 'Environment');
  const adapter = new HttpServerAdapter(environment.access);
  const app = await NestFactory.create<NestExpressApplication>(AppModule.for(environment), adapter, {
    bodyParser: false,
    // A failed start is told by main, in one line.
    abortOnError: false,
    // Keep-alive connections without a request on them must not hold up a shutdown.
    forceCloseConnections: true,
    logger,
  });
  app.disable('x-powered-by');
  // Express would hash every answer for a tag of its own.
  app.disable('etag');
  // Made for whoever asks for it first: it takes a tenth of a second, and most servers are never asked.
  let made: OpenAPIObject | undefined;
  const document = () => (made ??= openApiDocument(app));
  const gate = new Gate(environment.access, operationsWithOwnCredentials(document));
  app.get(AgentGateway).refuseForeign((request) => gate.foreign(request));
  app.use(compressed());
  installBodies(app, environment.limits.bytes);
  SwaggerModule.setup('docs', app, document, SWAGGER_UI);
  const problems = app.get(ProblemFilter);
  const shortcuts = new Shortcuts(app.get(QueriesController), app.get(ChangesController), problems, environment.limits.bytes);
  const door = new Door(app.get(HttpMeters), logger);
  adapter.listener = new Entrance(door, new Access(gate, environment.access), problems, shortcuts, adapter.listener).listener;
  return app;
}
