import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable, Logger } from '@nestjs/common';
import cors from 'cors';
import { AccessSettings } from '../config/access-settings.js';
import { Gate, type Verdict } from './gate.js';
import { securityHeaders } from './security-headers.js';

const SHORT = 16;

/** Sets what browsers are told of an answer, and asks the gate whether the request may have one, before anything else looks at it. */
@Injectable()
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

  /** @returns the verdict of the gate; undefined where a browser's preflight, which carries no token, has been answered here */
  check(request: IncomingMessage, response: ServerResponse): Verdict | Promise<Verdict> | undefined {
    securityHeaders(request, response);
    if (!this.share) return this.gate.judge(request, response);
    let verdict: Verdict | Promise<Verdict> | undefined;
    this.share(request, response, () => (verdict = this.gate.judge(request, response)));
    return verdict;
  }
}
