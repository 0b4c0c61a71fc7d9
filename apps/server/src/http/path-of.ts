import type { IncomingMessage } from 'node:http';
import parseUrl from 'parseurl';

/** The path of a request as the router reads it; empty where it reads none. */
export function pathOf(request: IncomingMessage): string {
  try {
    return parseUrl(request)?.pathname ?? '';
  } catch {
    return '';
  }
}
