import type { IncomingMessage, ServerResponse } from 'node:http';
import { performance } from 'node:perf_hooks';
import { DomainError } from '@skein/problem';
import proxyAddress from 'proxy-addr';
import type { AccessSettings } from '../config/access-settings.js';
import { pathOf } from '../http/path-of.js';
import { addressKey } from './address-key.js';
import { ApiTokens } from './api-tokens.js';
import { foreignHeader, type ForeignRules } from './foreign.js';
import { isOpen } from './open-paths.js';
import { RateLimit } from './rate-limit.js';

const FOREIGN = {
  host: 'The Host header names no loopback address, and this server, which asks for no token, answers to no other name: use 127.0.0.1 or localhost, or set SKEIN_API_TOKEN on the server.',
  origin:
    'The request comes from a page of another origin, and this server asks for no token: set SKEIN_API_TOKEN on the server, or add the origin to its SKEIN_CORS_ORIGINS.',
};

/** Decides, before anything else looks at a request, whether it may enter. */
export class Gate {
  private readonly tokens: ApiTokens;
  private readonly limit: RateLimit | null;
  private readonly rules: ForeignRules;
  private readonly trusted: ((address: string, i: number) => boolean) | null;

  /** @param hasOwnCredentials whether an operation looks at credentials of another kind itself */
  constructor(
    settings: AccessSettings,
    private readonly hasOwnCredentials: (method: string, path: string) => boolean,
  ) {
    this.tokens = new ApiTokens(settings.tokens);
    this.limit = settings.ratePerSec > 0 ? new RateLimit(settings.ratePerSec) : null;
    this.rules = { loopbackOnly: settings.loopback, origins: new Set(settings.corsOrigins) };
    this.trusted = settings.trustedProxies.length > 0 ? proxyAddress.compile([...settings.trustedProxies]) : null;
  }

  /** Why a request may not enter, with the headers that go with the reason set; null: it may. */
  refusal(request: IncomingMessage, response: ServerResponse): DomainError | null {
    const foreign = this.foreign(request);
    if (foreign) return foreign;
    // PostgreSQL has no such character: in a batch it would fail the statements of others.
    if (request.url!.includes('%00'))
      return new DomainError('bad_request', 'The address holds the character NUL (%00), which no name has.');
    const token = this.tokens.required ? this.tokens.which(request.headers.authorization) : -1;
    if (this.limit) {
      const waitMs = this.limit.take(token >= 0 ? `token ${token}` : this.sender(request), performance.now());
      if (waitMs > 0) return tooMany(response, waitMs);
    }
    if (token >= 0 || !this.tokens.required) return null;
    const path = pathOf(request);
    if (isOpen(path) || this.hasOwnCredentials(ofHead(request.method!), path)) return null;
    return unauthorized(request, response);
  }

  /**
   * The refusal of a request that comes from a page of somebody else, also for what does not pass the router: the handshake of a
   * WebSocket. Null: it may go on to whoever looks at its credentials.
   */
  foreign({ headers, httpVersionMinor }: Pick<IncomingMessage, 'headers' | 'httpVersionMinor'>): DomainError | null {
    if (headers.host === undefined && httpVersionMinor >= 1) return new DomainError('bad_request', 'The request has no Host header.');
    // Browsers send no token of their own accord: whoever has one is no page of somebody else.
    if (this.tokens.required) return null;
    const header = foreignHeader(headers, this.rules);
    return header && new DomainError('foreign_origin', FOREIGN[header]);
  }

  /** By what the requests of one address are counted. */
  private sender(request: IncomingMessage): string {
    return addressKey((this.trusted ? proxyAddress(request, this.trusted) : request.socket.remoteAddress) ?? '');
  }
}

/** The router answers HEAD by what answers GET. */
function ofHead(method: string): string {
  return method === 'HEAD' ? 'GET' : method;
}

function tooMany(response: ServerResponse, waitMs: number): DomainError {
  const seconds = Math.ceil(waitMs / 1000);
  response.setHeader('retry-after', seconds);
  return new DomainError(
    'too_many_requests',
    `More requests than this server takes from one sender; the next may be sent in ${seconds} s.`,
  );
}

function unauthorized({ headers }: IncomingMessage, response: ServerResponse): DomainError {
  const sent = headers.authorization !== undefined;
  response.setHeader('www-authenticate', sent ? 'Bearer realm="skein", error="invalid_token"' : 'Bearer realm="skein"');
  return new DomainError(
    'unauthorized',
    sent
      ? 'The token is none of those that this server was given.'
      : 'Send the token of this server as Authorization: Bearer followed by it.',
  );
}
