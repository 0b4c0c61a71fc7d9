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

  /** The key under which a sender's requests are counted: its address or, behind a trusted proxy, the address that the proxy reports. */
  of(request: IncomingMessage): string {
    return addressKey((this.trusted ? proxyAddress(request, this.trusted) : request.socket.remoteAddress) ?? '');
  }

  /** Whether connections from this address are a proxy's, which carry the requests of many. */
  isProxy(address: string): boolean {
    return this.trusted?.(address, 0) ?? false;
  }
}
