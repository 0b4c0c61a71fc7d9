import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { PROBLEMS, type ProblemCode } from '@skein/problem';
import { closeSoon } from './farewell.js';
import { problemDocument, PROBLEM_TYPE } from './problem-document.js';

const CODES: Record<string, ProblemCode | undefined> = {
  HPE_HEADER_OVERFLOW: 'headers_too_large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
};

const DETAILS: Partial<Record<ProblemCode, string>> = {
  headers_too_large: 'The header of the request is larger than this server accepts.',
  too_large: 'The chunk extensions of the body are larger than this server accepts.',
  request_timeout: 'The request did not arrive within the time that this server waits for one.',
};

/** Answers what is not HTTP, or does not come to its end: no request arises from it, so no handler answers. */
export function refuseMalformed(error: NodeJS.ErrnoException, socket: Duplex): void {
  // An answer under way must not be mixed with another; after an end, the parser goes on complaining about what still comes.
  const answering = (socket as { _httpMessage?: { headersSent: boolean } | null })._httpMessage?.headersSent;
  if (error.code === 'ECONNRESET' || socket.destroyed || answering) socket.destroy();
  else if (socket.writable) refuse(socket, CODES[error.code ?? ''] ?? 'bad_request');
}

/** Skein is no proxy. */
export function refuseConnect(_request: IncomingMessage, socket: Duplex): void {
  refuse(socket, 'bad_request', 'CONNECT is for proxies, and this is none.');
}

/** The one expectation that HTTP knows, `100-continue`, does not come here. */
export function refuseExpectation(_request: IncomingMessage, response: ServerResponse): void {
  const problem = problemDocument('bad_request', 'The Expect header asks for something that this server does not know; leave it out.');
  const body = JSON.stringify(problem);
  response
    .writeHead(problem.status, { 'content-type': PROBLEM_TYPE, 'content-length': Buffer.byteLength(body), connection: 'close' })
    .end(body);
}

/** Ends a connection with a problem document, which the sender gets a moment to read. */
export function refuse(socket: Duplex, code: ProblemCode, detail = DETAILS[code] ?? 'The request is not HTTP as RFC 9112 has it.'): void {
  const { status, title } = PROBLEMS[code];
  const body = JSON.stringify(problemDocument(code, detail));
  const head = [
    `HTTP/1.1 ${status} ${title}`,
    'Connection: close',
    `Content-Type: ${PROBLEM_TYPE}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  socket.on('error', () => socket.destroy());
  socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  closeSoon(socket);
}
