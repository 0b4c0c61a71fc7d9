import type { Request, Response } from 'express';
import type { Asker } from '../results/asker.js';

/** The client of a request: its token and its address; it has left when its connection closes before the answer is complete. */
export function askerOf(request: Request, response: Response): Asker {
  const left = new AbortController();
  const leave = (): void => {
    if (!response.writableFinished) left.abort(new Error('The client has left.'));
  };
  if (response.destroyed || request.socket.destroyed) leave();
  else response.once('close', leave);
  return { client: clientOf(request), signal: left.signal };
}

/** What a client is known by where turns are shared out. */
export function clientOf(request: Request): string {
  return `${request.headers.authorization ?? ''} ${request.ip}`;
}
