import { type IncomingMessage, type RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { AGENT_SOCKET, AgentGateway } from '@skein/fleet/nest';
import { Unavailable } from '@skein/problem';
import { keepNoneMatch } from '@skein/simulation/nest';
import { Access } from '../access/access.js';
import type { Verdict } from '../access/gate.js';
import { Shares } from '../access/shares.js';
import { AccessSettings } from '../config/access-settings.js';
import { Door } from './door.js';
import { closeSoon } from './farewell.js';
import { ProblemFilter } from './problem.filter.js';
import type { Routed } from './routed.js';
import { Shortcuts } from './shortcuts.js';

/** Set on a request whose client waits for `100 Continue` before it sends the body. */
export const WAITS_FOR_CONTINUE = Symbol('waits for 100 Continue');

/**
 * The way of every request and of every handshake into the server, ahead of Express, whose layers cost as much each as what is decided here: it is counted
 * and given an id, gets its security headers and passes the gate, whoever then answers it. ADR 19 and ADR 23 have why.
 */
@Injectable()
export class Entrance {
  private readonly deadlineMs: number;

  constructor(
    private readonly door: Door,
    private readonly access: Access,
    private readonly problems: ProblemFilter,
    private readonly shortcuts: Shortcuts,
    private readonly gateway: AgentGateway,
    private readonly http: HttpAdapterHost,
    private readonly shares: Shares,
    settings: AccessSettings,
  ) {
    this.deadlineMs = settings.requestTimeoutSec * 1000;
  }

  /** A connection, before anything was sent over it. */
  readonly connection = (socket: Socket): void => this.shares.opened(socket);

  readonly listener: RequestListener = (request, response) => {
    // An upgrade that is not taken (RFC 9110, 7.8): Node's parser loses what is sent behind it, so the connection ends with the answer.
    if (request.headers.upgrade !== undefined) response.setHeader('connection', 'close');
    this.pass(request, response, () => this.goOn(request, response));
  };

  /** A handshake is answered as any request until the socket is given. */
  readonly upgrade = (request: IncomingMessage & Routed, socket: Socket, head: Buffer): void => {
    const response = new ServerResponse(request);
    response.shouldKeepAlive = false;
    response.assignSocket(socket);
    socket.on('error', destroy);
    response.on('finish', () => closeSoon(socket));
    request.route = { path: AGENT_SOCKET };
    // Of several protocols that are offered, this is the one that is taken.
    request.headers.upgrade = 'websocket';
    this.pass(request, response, () => void this.shakeHands(request, response, socket, head));
  };

  private pass(request: IncomingMessage, response: ServerResponse, next: () => void): void {
    this.door.enter(request, response);
    const decide = (verdict: Verdict): void => {
      if (verdict) this.problems.answer(verdict, request, response);
      else next();
    };
    try {
      const verdict = this.access.check(request, response);
      if (!(verdict instanceof Promise)) return void (verdict !== undefined && decide(verdict));
      verdict.then(decide).catch((error: unknown) => this.problems.answer(error, request, response));
    } catch (error) {
      // Nobody else would catch it, and the process would end.
      this.problems.answer(error, request, response);
    }
  }

  private goOn(request: IncomingMessage & { [WAITS_FOR_CONTINUE]?: true }, response: ServerResponse): void {
    if (request[WAITS_FOR_CONTINUE]) response.writeContinue();
    keepNoneMatch(request);
    if (!this.shortcuts.take(request, response)) this.http.httpAdapter.getInstance<RequestListener>()(request, response);
  }

  private async shakeHands(request: IncomingMessage, response: ServerResponse, socket: Socket, head: Buffer): Promise<void> {
    const overdue = new AbortController();
    const timer = setTimeout(() => {
      overdue.abort();
      this.problems.answer(new Unavailable('The connection could not be made in time; try again.'), request, response);
    }, this.deadlineMs);
    const given = (): void => {
      this.door.becameSocket(request, response);
      response.detachSocket(socket);
    };
    try {
      await this.gateway.handshake(request, socket, head, given, overdue.signal);
    } catch (error) {
      if (!overdue.signal.aborted) this.problems.answer(error, request, response);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Apart from the handshake: the listener stays as long as its socket, and would keep the request that it was made beside. */
function destroy(this: Socket): void {
  this.destroy();
}
