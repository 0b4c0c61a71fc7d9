import type { NextFunction, Request, Response } from 'express';
import helmet from 'helmet';

/** For the page of Swagger UI: its scripts are files of this server, its styles and pictures partly inline. Plain HTTP must go on working. */
const page = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      baseUri: ["'none'"],
      connectSrc: ["'self'"],
      fontSrc: ["'self'", 'data:'],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
      imgSrc: ["'self'", 'data:'],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'", "'unsafe-inline'"],
    },
  },
  strictTransportSecurity: false,
});

/** For all else, which no browser should show or run; what concerns only pages is left out, for each header costs every answer time. */
const data = helmet({
  contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
  crossOriginOpenerPolicy: false,
  originAgentCluster: false,
  strictTransportSecurity: false,
  xDnsPrefetchControl: false,
  xDownloadOptions: false,
  xFrameOptions: false,
  xPermittedCrossDomainPolicies: false,
  xPoweredBy: false,
  xXssProtection: false,
});

/** What browsers are told of an answer. Whoever ends TLS in front of the server also says that there is TLS (`Strict-Transport-Security`). */
export function securityHeaders(request: Request, response: Response, next: NextFunction): void {
  (request.path.startsWith('/docs') ? page : data)(request, response, next);
}
