import { type Agent, request } from 'node:http';
import { connect } from 'node:net';

export interface Asked {
  method?: string;
  headers?: Record<string, string>;
  body?: Uint8Array | string;
  agent?: Agent;
}

export interface Answered {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

/** One request, with whatever headers: `fetch` lets nobody say who they are not. A stream of events is left at its header. */
export function ask(url: string, { method = 'GET', headers = {}, body, agent }: Asked = {}): Promise<Answered> {
  return new Promise((resolve, reject) => {
    // Node says nothing of the body of a GET or DELETE by itself: the server would take it for another request.
    const framed = body === undefined ? headers : { 'content-length': String(Buffer.byteLength(body)), ...headers };
    const asked = request(url, { method, headers: framed, agent }, (response) => {
      const answer = { status: response.statusCode ?? 0, headers: response.headers };
      if (response.headers['content-type']?.startsWith('text/event-stream')) {
        response.destroy();
        return resolve({ ...answer, text: '' });
      }
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ ...answer, text: Buffer.concat(chunks).toString() }));
      response.on('error', reject);
    });
    asked.on('error', (error: NodeJS.ErrnoException) => {
      // The server may end a kept connection just when it is used again; only a new one must not be ended unanswered.
      if (asked.reusedSocket && error.code === 'ECONNRESET') resolve(ask(url, { method, headers, body }));
      else reject(error);
    });
    asked.on('upgrade', (response, socket) => {
      socket.destroy();
      resolve({ status: response.statusCode ?? 0, headers: response.headers, text: '' });
    });
    asked.end(body);
  });
}

export interface Exchange {
  /** When to end one's own side, milliseconds after the last byte was sent; by default not before the server does. */
  endAfterMs?: number;
}

/** Sends bytes on a connection of their own, and returns all that comes back until the server closes it, as Latin-1. */
export async function exchange(url: string, pieces: readonly (Uint8Array | string)[], { endAfterMs }: Exchange = {}): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  // A server that cuts the connection has answered too.
  socket.on('error', () => socket.destroy());
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.on('end', () => socket.end());
  for (const piece of pieces) socket.write(piece);
  const timer = endAfterMs === undefined ? undefined : setTimeout(() => socket.end(), endAfterMs);
  await closed;
  clearTimeout(timer);
  return Buffer.concat(chunks).toString('latin1');
}
