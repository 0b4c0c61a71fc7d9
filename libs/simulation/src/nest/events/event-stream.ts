import type { Response } from 'express';
import type { EventFeed } from './event-feed.js';
import type { EventFilter } from './event-reader.js';
import { cutUnread } from '../http/cut-unread.js';
import { openingFrame } from './frames.js';

/** How long a browser waits before it comes back. */
const RETRY_MS = 1_000;

/** Answers with a stream of events that ends with the connection. */
export function streamEvents(response: Response, feed: EventFeed, filter: EventFilter, after: number, client: string): void {
  if (response.destroyed) return;
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    // A reverse proxy that gathers answers would hold events back.
    'x-accel-buffering': 'no',
  });
  // Only the header was asked for; nothing else would end the answer.
  if (response.req.method === 'HEAD') return void response.end();
  response.write(openingFrame(RETRY_MS, after));
  cutUnread(response);
  const reader = feed.add(filter, after, { write: (frame) => response.write(frame), end: () => response.end() }, client);
  response.on('drain', () => reader.drain());
  response.on('close', () => feed.remove(reader));
  // A connection that breaks is closed; that is all there is to say about it.
  response.on('error', () => undefined);
}
