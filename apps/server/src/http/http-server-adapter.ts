import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import type { NestApplicationOptions } from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';
import { type Entrance, WAITS_FOR_CONTINUE } from './entrance.js';
import { Incoming } from './incoming.js';
import { refuseConnect, refuseExpectation, refuseMalformed } from './malformed.js';

/** All header lines of a request together, bytes. */
const HEADER_BYTES = 16 * 1024;
const HEADERS = 100;
/** The header of a request arrives within this, or within the time of the whole request where that is less; seconds. */
const HEADER_TIMEOUT_SEC = 15;
/** Longer than the minute that proxies keep an idle connection: who closes first must not be the one whom requests are sent to. */
const KEEP_ALIVE_MS = 75_000;

/** Express on a server of Node's that bounds what a connection may send, and how slowly. */
export class HttpServerAdapter extends ExpressAdapter {
  /** What gets the requests and the handshakes of WebSockets; until it is set, none are answered. */
  entrance: Pick<Entrance, 'connection' | 'listener' | 'upgrade'> | undefined;

  constructor(private readonly limits: { requestTimeoutSec: number }) {
    super();
  }

  override initHttpServer(options: NestApplicationOptions): void {
    super.initHttpServer(options);
    const { requestTimeoutSec } = this.limits;
    const server = createServer(
      {
        maxHeaderSize: HEADER_BYTES,
        headersTimeout: Math.min(HEADER_TIMEOUT_SEC, requestTimeoutSec) * 1000,
        requestTimeout: requestTimeoutSec * 1000,
        connectionsCheckingInterval: Math.min(5, requestTimeoutSec) * 1000,
        keepAliveTimeout: KEEP_ALIVE_MS,
        // The gate says it better.
        requireHostHeader: false,
        IncomingMessage: Incoming,
      },
      (request, response) => this.entrance?.listener(request, response),
    );
    server.maxHeadersCount = HEADERS;
    server.on('connection', (socket: Socket) => this.entrance?.connection(socket));
    server.on('clientError', refuseMalformed);
    server.on('connect', refuseConnect);
    server.on('upgrade', (request: Incoming, socket: Socket, head: Buffer) => this.entrance?.upgrade(request, socket, head));
    server.on('checkContinue', (request: Incoming & { [WAITS_FOR_CONTINUE]?: true }, response) => {
      request[WAITS_FOR_CONTINUE] = true;
      this.entrance?.listener(request, response);
    });
    server.on('checkExpectation', refuseExpectation);
    this.httpServer = server;
    if (options.forceCloseConnections) (this as unknown as { trackOpenConnections(): void }).trackOpenConnections();
  }
}
