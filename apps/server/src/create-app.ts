import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { SwaggerModule } from '@nestjs/swagger';
import { AgentGateway } from '@skein/fleet/nest';
import type { NextFunction, Request, Response } from 'express';
import { installAccess } from './access/install-access.js';
import { AppModule } from './app.module.js';
import type { Environment } from './config/environment.js';
import { installBodies } from './http/body.js';
import { installDoor } from './http/door.js';
import { HttpServerAdapter } from './http/http-server-adapter.js';
import { PinoLogger } from './logging/pino-logger.js';
import { HttpMeters } from './metrics/http-meters.js';
import { openApiDocument } from './openapi/openapi-document.js';

/** The server, connected to its database, not yet listening. */
export async function createApp(environment: Environment): Promise<NestExpressApplication> {
  const logger = new PinoLogger(environment.logLevel, process.stdout.isTTY);
  const app = await NestFactory.create<NestExpressApplication>(AppModule.for(environment), new HttpServerAdapter(environment.access), {
    bodyParser: false,
    // A failed start is told by main, in one line.
    abortOnError: false,
    // Keep-alive connections without a request on them must not hold up a shutdown.
    forceCloseConnections: true,
    logger,
  });
  installDoor(app, app.get(HttpMeters), logger);
  app.disable('x-powered-by');
  // Express would hash every answer for a tag of its own.
  app.disable('etag');
  // Our own tags name a version, for If-Match; progress moves without it, so that no answer is ever "not modified".
  app.use(({ headers }: Request, _response: Response, next: NextFunction) => {
    delete headers['if-none-match'];
    next();
  });
  const document = openApiDocument(app);
  const gate = installAccess(app, environment.access, document);
  app.get(AgentGateway).refuseForeign((request) => gate.foreign(request));
  installBodies(app, environment.limits.bytes);
  SwaggerModule.setup('docs', app, document, {
    jsonDocumentUrl: 'openapi.json',
    yamlDocumentUrl: 'openapi.yaml',
    swaggerOptions: { tryItOutEnabled: true, displayRequestDuration: true },
  });
  return app;
}
