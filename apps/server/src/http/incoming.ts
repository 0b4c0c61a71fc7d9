import { IncomingMessage } from 'node:http';
import { hasBody } from './has-body.js';

const ASKED = Symbol('what the parser found: an upgrade');

/**
 * A request as Node makes it, except that only the handshake of a WebSocket at `/ws/` is an upgrade. Node hands every request with an `Upgrade` header
 * to the listener for upgrades, also those that may only be answered as usual (RFC 9110, 7.8: `h2c`, which curl sends); newer versions have
 * `shouldUpgradeCallback` for it.
 */
export class Incoming extends IncomingMessage {
  declare private [ASKED]: boolean;

  get upgrade(): boolean {
    return this[ASKED] && (this.method === 'CONNECT' || this.isHandshake);
  }

  set upgrade(asked: boolean | null) {
    this[ASKED] = asked === true;
  }

  private get isHandshake(): boolean {
    const { method, url, headers, httpVersionMajor, httpVersionMinor } = this;
    if (method !== 'GET' || !url?.startsWith('/ws/') || httpVersionMajor !== 1 || httpVersionMinor < 1 || hasBody(this)) return false;
    return (headers.upgrade ?? '').split(',').some((protocol) => protocol.trim().toLowerCase() === 'websocket');
  }
}
