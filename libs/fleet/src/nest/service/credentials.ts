import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import { DomainError } from '@skein/problem';
import { isProven, Retries } from '@skein/problem/nest';
import { isAgentId } from '../../agents/agent-id.js';
import { AgentStore, type Registration } from '../../ports/agent-store.js';
import { FleetOptions } from '../fleet-options.js';

const SECRET_BYTES = 32;
const BEARER = /^Bearer +([\x21-\x7e]+) *$/i;

/**
 * Who may speak for an agent. With an enrolment token, whoever has the secret that its registration gave; without one, whoever may use the server. Of
 * a secret with 256 random bits a plain hash is kept: there is nothing to guess.
 */
@Injectable()
export class Credentials {
  private readonly apiTokens: readonly Buffer[];
  /** Null: agents are not enrolled. */
  private readonly enrolmentToken: Buffer | null;

  constructor(
    private readonly store: AgentStore,
    private readonly retries: Retries,
    { apiTokens, enrolmentToken }: FleetOptions,
  ) {
    this.apiTokens = apiTokens.map(digest);
    this.enrolmentToken = enrolmentToken === null ? null : digest(enrolmentToken);
  }

  /** Agents have credentials of their own; false: they send the token of the server, where it has one. */
  get enrols(): boolean {
    return this.enrolmentToken !== null;
  }

  /**
   * Whether a request for a registration carries any credential for one. Its body, which names the agent, has not been read yet.
   * @param authorization header of the request
   * @throws DomainError `unauthorized`
   */
  async mayRegister(authorization: string | undefined): Promise<void> {
    const token = bearer(authorization);
    if (token !== null && this.isEnrolmentToken(token)) return;
    if (token !== null && (await this.retries.run(() => this.store.knowsSecret(digest(token))))) return;
    throw noEnrolment();
  }

  /**
   * @throws DomainError `unauthorized` unless the request carries the secret of this agent, `agent_revoked` where it does and the agent is revoked
   */
  async check(agentId: string, request: IncomingMessage): Promise<void> {
    if (this.enrolmentToken === null) return this.checkUser(request.headers.authorization);
    if (isProven(request, agentId)) return;
    if (!isAgentId(agentId) || !(await this.retries.run(() => this.isAgent(agentId, request.headers.authorization)))) {
      throw new DomainError('unauthorized', `Send the secret of agent ${agentId} as "Authorization: Bearer …"; its registration gave it.`);
    }
  }

  /** @throws DomainError `agent_revoked` */
  async refuseBanned(agentId: string): Promise<void> {
    if (await this.store.isBanned(agentId)) throw revoked(agentId);
  }

  /**
   * Registers an agent. The enrolment token gives a secret, until that has been used; from then on only the secret itself registers it again.
   * @returns whether it is new, and its new secret where it got one
   * @throws DomainError `unauthorized`; `agent_revoked` for the id of a revoked agent, also after its deletion
   */
  async register(registration: Registration, authorization: string | undefined): Promise<{ fresh: boolean; secret: string | null }> {
    if (this.enrolmentToken === null) {
      this.checkUser(authorization);
      return this.known(registration);
    }
    if (await this.isAgent(registration.agentId, authorization)) return this.known(registration);
    const token = bearer(authorization);
    if (token === null || !this.isEnrolmentToken(token)) throw noEnrolment();
    const secret = randomBytes(SECRET_BYTES).toString('base64url');
    if (await this.store.enrol(registration, digest(secret))) return { fresh: true, secret };
    await this.refuseBanned(registration.agentId);
    throw new DomainError('unauthorized', `Agent ${registration.agentId} is enrolled: only its own secret registers it again.`);
  }

  private async known(registration: Registration): Promise<{ fresh: boolean; secret: null }> {
    const fresh = await this.store.register(registration);
    if (fresh === null) throw revoked(registration.agentId);
    return { fresh, secret: null };
  }

  private isEnrolmentToken(token: string): boolean {
    return this.enrolmentToken !== null && same(digest(token), this.enrolmentToken);
  }

  private checkUser(authorization: string | undefined): void {
    if (this.apiTokens.length === 0) return;
    const token = digest(bearer(authorization) ?? '');
    if (this.apiTokens.filter((known) => same(token, known)).length > 0) return;
    throw new DomainError('unauthorized', 'This server enrols no agents: they send its token as "Authorization: Bearer …".');
  }

  private async isAgent(agentId: string, authorization: string | undefined): Promise<boolean> {
    const secret = bearer(authorization);
    const credential = secret === null ? null : await this.store.credential(agentId);
    if (secret === null || credential === null || credential.secretHash === null) return false;
    if (!same(digest(secret), credential.secretHash)) return false;
    if (credential.revoked) throw revoked(agentId);
    if (!credential.used) await this.store.markSecretUsed(agentId);
    return true;
  }
}

function revoked(agentId: string): DomainError {
  const mend = `Allow it again with POST /agents/${encodeURIComponent(agentId)}/allow, or choose another id.`;
  return new DomainError('agent_revoked', `Agent ${agentId} is revoked: it may neither register nor connect. ${mend}`);
}

function noEnrolment(): DomainError {
  return new DomainError('unauthorized', 'Send the enrolment token, or the secret of the agent, as "Authorization: Bearer …".');
}

function bearer(authorization: string | undefined): string | null {
  return BEARER.exec(authorization ?? '')?.[1] ?? null;
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function same(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}
