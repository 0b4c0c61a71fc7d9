import type { IncomingMessage } from 'node:http';
import { DomainError } from '@skein/problem';
import { isAgentId } from '../../agents/agent-id.js';
import { SUBPROTOCOL } from '../../wire/protocol.js';

/** Where agents connect, as routes are written. */
export const AGENT_SOCKET = '/ws/:agent_id';

/** 8 is the last draft, whose frames are the same. */
const VERSIONS = new Set<string | undefined>(['13', '8']);
const KEY = /^[A-Za-z0-9+/]{22}==$/;
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

/**
 * Whether a handshake is one of RFC 6455. It is asked before the agent's present connection gives way to the new one.
 * @throws DomainError `bad_request`
 */
export function checkHandshake({ headers }: IncomingMessage): void {
  if (!VERSIONS.has(headers['sec-websocket-version']))
    throw new DomainError('bad_request', 'The handshake must carry Sec-WebSocket-Version: 13.');
  if (!KEY.test(headers['sec-websocket-key'] ?? ''))
    throw new DomainError('bad_request', 'The handshake must carry a Sec-WebSocket-Key of 16 bytes in base64.');
}
