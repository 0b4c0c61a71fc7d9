import cluster from 'node:cluster';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { AppModule } from './app.module.js';
import type { Environment } from './config/environment.js';
import { installBodies } from './http/body.js';
import { compressed } from './http/compressed.js';
import { Entrance } from './http/entrance.js';
import { HttpServerAdapter } from './http/http-server-adapter.js';
import { PinoLogger } from './logging/pino-logger.js';
import { openApiDocument } from './openapi/openapi-document.js';
import { SWAGGER_UI } from './openapi/swagger-ui.js';

/** The server, connected to its database, not yet listening. */
export async function createApp(environment: Environment): Promise<NestExpressApplication> {
  const logger = new PinoLogger(environment.logLevel, process.stdout.isTTY);
  // Of several processes, the first has said it.
  if (cluster.isPrimary) for (const warning of environment.warnings) logger.warn(warning, 'Environment');
  const adapter = new HttpServerAdapter(environment.access);
  const app = await NestFactory.create<NestExpressApplication>(AppModule.for(environment, logger), adapter, {
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
  app.use(compressed());
  installBodies(app, environment.limits.bytes);
  SwaggerModule.setup('docs', app, document, SWAGGER_UI);
  adapter.entrance = app.get(Entrance);
  return app;
}
