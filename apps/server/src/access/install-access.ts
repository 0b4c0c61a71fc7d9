import { Logger } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { AccessSettings } from '../config/access-settings.js';
import { Gate } from './gate.js';
import { operationsWithOwnCredentials } from './own-credentials.js';
import { securityHeaders } from './security-headers.js';

const SHORT = 16;

/**
 * Puts the gate before everything else that looks at requests.
 * @returns the gate, for what does not pass the router
 */
export function installAccess(app: NestExpressApplication, settings: AccessSettings, document: OpenAPIObject): Gate {
  const gate = new Gate(settings, operationsWithOwnCredentials(document));
  if (settings.trustedProxies.length > 0) app.set('trust proxy', settings.trustedProxies);
  app.use(securityHeaders);
  if (settings.corsOrigins.length > 0)
    app.enableCors({
      origin: [...settings.corsOrigins],
      exposedHeaders: ['etag', 'location', 'retry-after', 'www-authenticate'],
      maxAge: 600,
    });
  app.use(gate.middleware);
  if (settings.tokens.some((token) => token.length < SHORT))
    new Logger('Access').warn(`A token in SKEIN_API_TOKEN is shorter than ${SHORT} characters: it can be guessed`);
  return gate;
}
