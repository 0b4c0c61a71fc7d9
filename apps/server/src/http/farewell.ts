import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { hasBody } from './has-body.js';

/** How long a refused sender may take to read why, milliseconds. Closed at once, what it still sends would reset the connection, and the answer be lost. */
const FAREWELL_MS = 1_000;
/** A body that is no longer than this is read to its end, and the connection stays open; bytes. */
const SHORT = 64 * 1024;
/** Of a longer one as much is read while the client reads the answer; bytes. */
const MOST_DRAINED = 16 * 1024 * 1024;

/** Ends a socket of which nothing more is wanted, whatever its client does. */
export function closeSoon(socket: Duplex): void {
  socket.end();
  destroyAfter(socket, FAREWELL_MS);
}

/** Ends an answer with its text. Where the body of the request has not been read, the connection is closed soon; nothing of the body is looked at. */
export function endAnswer(request: IncomingMessage, response: ServerResponse, text: string): void {
  if (request.complete || !hasBody(request)) return void response.end(text);
  const length = Number(request.headers['content-length']);
  if (length <= SHORT) {
    // Node reads the rest once the answer has been written; a client that does not send it is not waited for.
    const timer = destroyAfter(request.socket, FAREWELL_MS);
    request.once('end', () => clearTimeout(timer));
    request.resume();
    response.end(text);
    return;
  }
  response.setHeader('connection', 'close');
  response.write(text);
  let drained = 0;
  const end = (): void => void response.end();
  const timer = setTimeout(end, FAREWELL_MS).unref();
  request.on('data', (chunk: Buffer) => {
    drained += chunk.length;
    if (drained > MOST_DRAINED) end();
  });
  request.once('end', end);
  response.once('close', () => clearTimeout(timer));
}

function destroyAfter(socket: Duplex, ms: number): NodeJS.Timeout {
  const timer = setTimeout(() => socket.destroy(), ms).unref();
  socket.once('close', () => clearTimeout(timer));
  return timer;
}
