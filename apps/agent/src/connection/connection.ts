import { CLOSE, type FromAgent } from '@skein/fleet';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { keepSecret, readSecret } from '../identity/credential.js';
import { base, register } from '../identity/register.js';
import { backoffMs, refusedMs } from './backoff.js';
import { Session, type SessionEnd, type SessionEvents } from './session.js';

/** What has held for so long, in milliseconds, did not fail at once: the next try need not wait long. */
const STEADY_MS = 10_000;

/** RFC 6455: there was no closing handshake. */
const ABNORMAL = 1006;

export interface ConnectionOptions {
  /** Of one installation, so that a secret of one is good at all; tried in turn. */
  servers: readonly string[];
  id: string;
  name: string;
  /** Exchanged for a secret of the agent's own; null at an open server. */
  token: string | null;
  credentialFile: string;
  log: Logger;
}

export interface ConnectionEvents extends SessionEvents {
  /** There was a welcome, and the connection is gone. */
  disconnected(): void;
}

/** The way to a server: registers, connects, and connects again, to the next of them if need be, for as long as it is not stopped. */
export class Connection {
  private readonly stopping = new AbortController();
  private session: Session | null = null;
  /** Which of the servers is tried. */
  private turn = 0;
  private welcomed = false;
  private failures = 0;
  private registered = false;
  /** Whoever was sent away does not register once more by himself. */
  private revoked = false;

  constructor(
    private readonly options: ConnectionOptions,
    private readonly events: ConnectionEvents,
  ) {}

  /** Resolves after `stop`, when the last connection has ended. */
  async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const waitMs = await this.once().catch((error: Error) => this.failed(`cannot be reached: ${causeOf(error)}`));
      await delay(waitMs, undefined, { signal: this.stopping.signal }).catch(() => undefined);
    }
  }

  stop(): void {
    this.stopping.abort();
    this.session?.close();
  }

  /** @returns false where there is no connection on which the server has said welcome */
  send(message: FromAgent): boolean {
    return this.welcomed && (this.session?.send(message) ?? false);
  }

  get isCongested(): boolean {
    return this.session?.isCongested ?? false;
  }

  private get server(): string {
    const { servers } = this.options;
    return servers[this.turn % servers.length];
  }

  /** One try. @returns how long to wait before the next, in milliseconds */
  private async once(): Promise<number> {
    const { servers, id, credentialFile, log } = this.options;
    const server = this.server;
    let secret = await readSecret(credentialFile, servers, id);
    if (!this.registered) {
      const refusal = await this.register(secret);
      if (refusal !== null) return this.refused(refusal);
      secret = await readSecret(credentialFile, servers, id);
    }
    if (this.stopping.signal.aborted) return 0;
    const url = new URL(`ws/${encodeURIComponent(id)}`, base(server));
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    const session = new Session(url.href, secret, this.sessionEvents(), log);
    this.session = session;
    const end = await session.ended;
    this.session = null;
    if (this.welcomed) this.events.disconnected();
    this.welcomed = false;
    return this.stopping.signal.aborted ? 0 : this.after(end);
  }

  private sessionEvents(): SessionEvents {
    return {
      hello: () => this.events.hello(),
      welcomed: (welcome) => {
        this.welcomed = true;
        this.options.log.info(`Connected to ${this.server} as ${this.options.id}`);
        this.events.welcomed(welcome);
      },
      received: (message) => this.events.received(message),
    };
  }

  /** @returns why it was refused; null where it was not */
  private async register(secret: string | null): Promise<string | null> {
    const { server } = this;
    const { id, name, token, credentialFile } = this.options;
    let detail = '';
    // The secret first: with it an agent is known already. The token mends a secret that is not valid any more.
    for (const bearer of secret !== null && token !== null ? [secret, token] : [secret ?? token]) {
      const answer = await register(server, { id, name }, bearer);
      if (answer.kind === 'registered') {
        if (answer.secret !== null) await keepSecret(credentialFile, { server, id, secret: answer.secret });
        this.registered = true;
        return null;
      }
      ({ detail } = answer);
    }
    return detail;
  }

  private after(end: SessionEnd): number {
    if (end.kind === 'refused') {
      const { status, retryAfterSec } = end;
      // Told so at the handshake, it is banned: it registers again as soon as it is allowed to. One that was only deleted stays away.
      if (status === 403) this.revoked = false;
      if (status === 404 || status === 401 || status === 403) this.registered = this.revoked;
      if (status === 401 || status === 403 || this.revoked) return this.refused(`it answered ${status}`);
      return this.failed(`answered ${status}`, retryAfterSec * 1000);
    }
    const { code, why, livedMs, reconnectAfterMs } = end;
    if (code === CLOSE.revoked) {
      this.revoked = true;
      return this.refused('it has deleted this agent, or revoked its credential; start the agent anew to enrol it again');
    }
    if (code === CLOSE.replaced) {
      this.options.log.warn(`Another process has connected as ${this.options.id}; give each agent an --id of its own.`);
    } else if (livedMs !== null && livedMs > STEADY_MS) {
      this.failures = 0;
    }
    if (reconnectAfterMs === null)
      return this.failed(livedMs === null && code === ABNORMAL ? `cannot be reached: ${why}` : `has ended the connection: ${why}`);
    this.failures = 0;
    // A server that is about to stop: the next one serves.
    this.turn += 1;
    // All agents were given the same time.
    return reconnectAfterMs + Math.max(500, reconnectAfterMs) * Math.random();
  }

  /** The next server has its turn. Waits grow with each round, not with each server. */
  private failed(what: string, leastMs = 0): number {
    const { servers, log } = this.options;
    const failed = this.server;
    this.failures += 1;
    this.turn += 1;
    const backoff = backoffMs(Math.ceil(this.failures / servers.length), Math.random());
    const waitMs = servers.length > 1 ? backoff : Math.max(leastMs, backoff);
    const next = servers.length > 1 ? `trying ${this.server}` : 'trying again';
    log.warn(`The server ${failed} ${what}; ${next} in ${(waitMs / 1000).toFixed(1)} s`);
    return waitMs;
  }

  private refused(why: string): number {
    const { server } = this;
    const { id, log } = this.options;
    const waitMs = refusedMs(Math.random());
    const mend = 'Give a valid --token (or SKEIN_ENROLMENT_TOKEN), or choose another --id.';
    log.error(`The server ${server} refuses this agent (${id}): ${why}. ${mend} Trying again in ${Math.round(waitMs / 1000)} s.`);
    return waitMs;
  }
}

/** `fetch` says only that it failed; why is in the cause. */
function causeOf(error: Error): string {
  return error.cause instanceof Error ? error.cause.message || error.message : error.message;
}
