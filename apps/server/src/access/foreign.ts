import type { IncomingHttpHeaders } from 'node:http';

/** Names that no attacker can have resolved to this machine: a page whose own name was rebound to 127.0.0.1 sends that name as `Host`. */
const LOOPBACK_HOST = /^(localhost\.?|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i;

export interface ForeignRules {
  /** Only names of the loopback interface are this server's own. */
  loopbackOnly: boolean;
  /** Origins that the operator has let in, such as `https://example.org`. */
  origins: ReadonlySet<string>;
}

/**
 * What shows that a request comes from a page of somebody else, in the browser of a person who can reach this server; null: nothing does.
 * Browsers send `Origin` with every request of another page that could change anything, and with every WebSocket handshake.
 */
export function foreignHeader({ host, origin }: IncomingHttpHeaders, { loopbackOnly, origins }: ForeignRules): 'host' | 'origin' | null {
  if (loopbackOnly && host !== undefined && !LOOPBACK_HOST.test(host)) return 'host';
  if (origin === undefined || origin === `http://${host}` || origin === `https://${host}` || origins.has(origin)) return null;
  return 'origin';
}
