import type { IncomingMessage, ServerResponse } from 'node:http';
import { Logger } from '@nestjs/common';
import type { DomainError } from '@skein/problem';
import cors from 'cors';
import type { AccessSettings } from '../config/access-settings.js';
import type { Gate } from './gate.js';
import { securityHeaders } from './security-headers.js';

const SHORT = 16;

/** What is said to browsers about an answer, and whether the request may have one: before anything else looks at it. */
export class Access {
  private readonly share: ReturnType<typeof cors> | null;

  constructor(
    private readonly gate: Gate,
    settings: AccessSettings,
  ) {
    const origin = [...settings.corsOrigins];
    const exposedHeaders = ['etag', 'location', 'retry-after', 'www-authenticate'];
    this.share = origin.length > 0 ? cors({ origin, exposedHeaders, maxAge: 600 }) : null;
    if (settings.tokens.some((token) => token.length < SHORT))
      new Logger('Access').warn(`A token in SKEIN_API_TOKEN is shorter than ${SHORT} characters: it can be guessed`);
  }

  /** @param next is called before this returns, with why the request is refused or null; not where a browser's question is answered here, which carries no token */
  check(request: IncomingMessage, response: ServerResponse, next: (refusal: DomainError | null) => void): void {
    securityHeaders(request, response);
    if (this.share) this.share(request, response, () => next(this.gate.refusal(request, response)));
    else next(this.gate.refusal(request, response));
  }
}
