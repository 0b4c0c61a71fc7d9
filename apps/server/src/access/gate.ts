import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { Credentials } from '@skein/fleet/nest';
import { DomainError } from '@skein/problem';
import { markProven, type OwnCredential } from '@skein/problem/nest';
import { AccessSettings } from '../config/access-settings.js';
import { pathOf } from '../http/path-of.js';
import { ApiTokens } from './api-tokens.js';
import { foreignHeader, type ForeignRules } from './foreign.js';
import { Guesses, WRONG_PER_SEC } from './guesses.js';
import { RateLimit } from './rate-limit.js';
import { RouteTable } from './route-table.js';
import { Senders } from './senders.js';
import { Shares } from './shares.js';

const FOREIGN = {
  host: 'The Host header names no loopback address, and this server, which asks for no token, answers to no other name: use 127.0.0.1 or localhost, or set SKEIN_API_TOKEN on the server.',
  origin:
    'The request comes from a page of another origin, and this server asks for no token: set SKEIN_API_TOKEN on the server, or add the origin to its SKEIN_CORS_ORIGINS.',
};

/** Why a request may not enter; null: it may. */
export type Verdict = DomainError | null;

/** Decides from the header of a request whether it may enter, before its body is read and before anything else looks at it; of handshakes too. */
@Injectable()
export class Gate {
  private readonly tokens: ApiTokens;
  private readonly limit: RateLimit | null;
  private readonly rules: ForeignRules;
  private readonly guesses: Guesses;

  constructor(
    settings: AccessSettings,
    private readonly routes: RouteTable,
    private readonly senders: Senders,
    private readonly shares: Shares,
    private readonly credentials: Credentials,
  ) {
    this.tokens = new ApiTokens(settings.tokens);
    this.limit = settings.ratePerSec > 0 ? new RateLimit(settings.ratePerSec / settings.processes) : null;
    this.guesses = new Guesses(WRONG_PER_SEC / settings.processes);
    this.rules = { loopbackOnly: settings.loopback, origins: new Set(settings.corsOrigins) };
  }

  /** The verdict on a request, with the headers that go with a refusal set; a promise only where the database knows the credential. */
  judge(request: IncomingMessage, response: ServerResponse): Verdict | Promise<Verdict> {
    const foreign = this.foreign(request);
    if (foreign) return foreign;
    const beyond = this.shares.refusal(request, response);
    if (beyond) return beyond;
    const token = this.tokens.required ? this.tokens.which(request.headers.authorization) : -1;
    if (this.limit) {
      const waitMs = this.limit.take(token >= 0 ? `token ${token}` : this.senders.of(request), performance.now());
      if (waitMs > 0) return tooMany(response, waitMs);
    }
    if (this.credentials.enrols) {
      const own = this.routes.own(ofHead(request.method!), pathOf(request));
      if (own) return this.judgeOwn(own.credential, own.agentId, request, response);
    }
    if (token >= 0 || !this.tokens.required || this.routes.isPublic(pathOf(request))) return nul(request);
    return unauthorized(request, response, GENERAL);
  }

  private foreign({ headers, httpVersionMinor }: IncomingMessage): Verdict {
    if (headers.host === undefined && httpVersionMinor >= 1) return new DomainError('bad_request', 'The request has no Host header.');
    // Browsers send no token of their own accord: whoever has one is no page of somebody else.
    if (this.tokens.required) return null;
    const header = foreignHeader(headers, this.rules);
    return header && new DomainError('foreign_origin', FOREIGN[header]);
  }

  private async judgeOwn(
    credential: OwnCredential,
    agentId: string | undefined,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<Verdict> {
    let refused: unknown;
    const look = async (): Promise<boolean> => {
      try {
        if (credential === 'enrolment') await this.credentials.mayRegister(request.headers.authorization);
        else await this.credentials.check(agentId ?? '', request);
        return true;
      } catch (error) {
        refused = error;
        return !(error instanceof DomainError && error.code === 'unauthorized');
      }
    };
    const right = await this.guesses.judge(this.senders.of(request), look);
    if (typeof right === 'number') return tooMany(response, right, 'Too many wrong credentials');
    if (!right) return unauthorized(request, response, (refused as DomainError).message);
    if (refused instanceof DomainError) return refused;
    if (refused instanceof Error) throw refused;
    if (agentId !== undefined) markProven(request, agentId);
    return nul(request);
  }
}

/** PostgreSQL has no such character: in a batch it would fail the statements of others. */
function nul({ url }: IncomingMessage): Verdict {
  return url!.includes('%00') ? new DomainError('bad_request', 'The address holds the character NUL (%00), which no name has.') : null;
}

/** The router answers HEAD by what answers GET. */
function ofHead(method: string): string {
  return method === 'HEAD' ? 'GET' : method;
}

function tooMany(response: ServerResponse, waitMs: number, what = 'More requests than this server takes'): DomainError {
  const seconds = Math.ceil(waitMs / 1000);
  response.setHeader('retry-after', seconds);
  return new DomainError('too_many_requests', `${what} from one sender; the next may be sent in ${seconds} s.`);
}

const GENERAL = {
  wrong: 'The token is none of those that this server was given.',
  none: 'Send the token of this server as Authorization: Bearer followed by it.',
};

function unauthorized({ headers }: IncomingMessage, response: ServerResponse, detail: string | typeof GENERAL): DomainError {
  const sent = headers.authorization !== undefined;
  response.setHeader('www-authenticate', sent ? 'Bearer realm="skein", error="invalid_token"' : 'Bearer realm="skein"');
  return new DomainError('unauthorized', typeof detail === 'string' ? detail : sent ? detail.wrong : detail.none);
}
