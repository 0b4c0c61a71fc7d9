import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { idempotencyKeyOf } from '@skein/problem/nest';
import { ChangesController, QueriesController } from '@skein/simulation/nest';
import { AccessSettings } from '../config/access-settings.js';
import { smallBody } from './body.js';
import { hasBody } from './has-body.js';
import { ProblemFilter } from './problem.filter.js';
import type { Routed } from './routed.js';

const STATUS = /^\/status\/([0-9a-f-]{36})$/;

/**
 * The two requests that come by the thousand, taken straight to the methods of their controllers: on the way through Express and Nest's router two thirds of
 * a status's time passed. Only their usual form is known here; what is written otherwise in any way goes that way.
 */
@Injectable()
export class Shortcuts implements OnModuleInit {
  private queries: QueriesController;
  private changes: ChangesController;
  private readonly bodyLimit: number;

  constructor(
    private readonly modules: ModuleRef,
    private readonly problems: ProblemFilter,
    settings: AccessSettings,
  ) {
    this.bodyLimit = settings.bodyBytes;
  }

  onModuleInit(): void {
    // A module cannot export its controllers.
    this.queries = this.modules.get(QueriesController, { strict: false });
    this.changes = this.modules.get(ChangesController, { strict: false });
  }

  /** Answers a request that has passed the gate; false: not here. */
  take(request: IncomingMessage & Routed, response: ServerResponse): boolean {
    if (request.method === 'GET') {
      const simId = STATUS.exec(request.url!)?.[1];
      if (simId === undefined || hasBody(request)) return false;
      request.route = { path: '/status/:sim_id' };
      request.params = { sim_id: simId };
      void this.answer(request, response, 200, this.queries.status(simId, response));
      return true;
    }
    if (request.method !== 'POST' || request.url !== '/simulate') return false;
    const body = smallBody(request, this.bodyLimit);
    if (!body) return false;
    request.route = { path: '/simulate' };
    void this.answer(request, response, 202, this.simulate(request, response, body));
    return true;
  }

  private async simulate(request: IncomingMessage, response: ServerResponse, body: Promise<Buffer>): Promise<object> {
    return this.changes.simulate({ body: await body }, idempotencyKeyOf(request), response);
  }

  private async answer(request: IncomingMessage, response: ServerResponse, status: number, document: Promise<object>): Promise<void> {
    try {
      const text = JSON.stringify(await document);
      response.statusCode = status;
      response.setHeader('Content-Type', 'application/json; charset=utf-8');
      response.setHeader('Content-Length', Buffer.byteLength(text));
      response.end(text);
    } catch (error) {
      this.problems.answer(error, request, response);
    }
  }
}
