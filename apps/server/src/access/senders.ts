import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import proxyAddress from 'proxy-addr';
import { AccessSettings } from '../config/access-settings.js';
import { addressKey } from './address-key.js';

/** Tells senders apart by their addresses. */
@Injectable()
export class Senders {
  private readonly trusted: ((address: string, i: number) => boolean) | null;

  constructor({ trustedProxies }: AccessSettings) {
    this.trusted = trustedProxies.length > 0 ? proxyAddress.compile([...trustedProxies]) : null;
  }

  /** What the requests of one sender are counted by; behind a trusted proxy, the address that the proxy tells. */
  of(request: IncomingMessage): string {
    return this.keyOf((this.trusted ? proxyAddress(request, this.trusted) : request.socket.remoteAddress) ?? '');
  }

  keyOf(address: string): string {
    return addressKey(address);
  }

  /** Whether connections from this address are a proxy's, which carry the requests of many. */
  isProxy(address: string): boolean {
    return this.trusted?.(address, 0) ?? false;
  }
}
