import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { isAgentId } from '../../agents/agent-id.js';
import { SUBPROTOCOL } from '../../wire/protocol.js';

const PATH = /^\/ws\/([^/?#]+)\/?(?:[?#]|$)/;

/** The agent that wants to connect; null where the address is none of an agent's. */
export function agentOf({ url = '' }: IncomingMessage): string | null {
  const name = PATH.exec(url)?.[1];
  try {
    const agentId = name === undefined ? '' : decodeURIComponent(name);
    return isAgentId(agentId) ? agentId : null;
  } catch {
    return null;
  }
}

/** Whether it begins with `hello`. */
export function offersHello({ headers }: IncomingMessage): boolean {
  return (headers['sec-websocket-protocol'] ?? '').split(',').some((name) => name.trim() === SUBPROTOCOL);
}

/** Answers a request for a socket that is not given, with a problem document. */
export function refuse(socket: Duplex, status: number, title: string, code: string, detail: string): void {
  const body = JSON.stringify({ type: `urn:skein:problem:${code}`, title, status, detail, code, errors: [] });
  const head = [
    `HTTP/1.1 ${status} ${title}`,
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...(status === 401 ? ['WWW-Authenticate: Bearer'] : []),
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
