import { isIP } from 'node:net';
import { makeValidator, str } from 'envalid';
import { whole } from './whole.js';
import { yesOrNo } from './yes-or-no.js';

/** The settings that decide who may reach the server and how much one sender may ask. Budgets are those of the machine: each of its processes grants its part. */
export abstract class AccessSettings {
  /** Listens where only this machine reaches it, and asks for no token. */
  abstract readonly loopback: boolean;
  /** Any of them is accepted; none: nobody is asked. */
  abstract readonly tokens: readonly string[];
  /** Origins whose pages may use the server from a browser. */
  abstract readonly corsOrigins: readonly string[];
  /** Addresses and networks whose `X-Forwarded-For` is believed. */
  abstract readonly trustedProxies: readonly string[];
  /** Requests a second of each token or address; 0: any number. */
  abstract readonly ratePerSec: number;
  /** Seconds that a request may take to arrive, and a handshake to be answered. */
  abstract readonly requestTimeoutSec: number;
  /** Processes that share the budgets of the machine. */
  abstract readonly processes: number;
  /** Largest body of a request, bytes, decompressed. */
  abstract readonly bodyBytes: number;
}

const RATE_PER_SEC = 2_000;

const list = (accepted: string, fits: (item: string) => boolean) =>
  makeValidator((text) => {
    const items = text.split(',').map((item) => item.trim());
    if (items.every(fits)) return items;
    throw new Error(`${accepted}; several are separated by commas`);
  });

const tokens = list('a token of letters, digits and . _ ~ + / - =, such as `openssl rand -hex 32` prints', (item) =>
  /^[A-Za-z0-9._~+/-]+=*$/.test(item),
);
const origins = list('an origin such as https://example.org', isOrigin);
const networks = list('an address, a network such as 10.0.0.0/8, or loopback, linklocal or uniquelocal', isNetwork);

export const ACCESS_SPECS = {
  HOST: str({ default: '127.0.0.1' }),
  SKEIN_API_TOKEN: tokens({ default: [] }),
  SKEIN_INSECURE: yesOrNo({ default: false }),
  SKEIN_CORS_ORIGINS: origins({ default: [] }),
  SKEIN_TRUSTED_PROXIES: networks({ default: [] }),
  SKEIN_RATE_LIMIT: whole(0, 1_000_000)({ default: undefined }),
  SKEIN_REQUEST_TIMEOUT_SEC: whole(1, 3_600)({ default: 120 }),
};

interface Given {
  HOST: string;
  SKEIN_API_TOKEN: string[];
  SKEIN_INSECURE: boolean;
  SKEIN_CORS_ORIGINS: string[];
  SKEIN_TRUSTED_PROXIES: string[];
  SKEIN_RATE_LIMIT: number | undefined;
  SKEIN_REQUEST_TIMEOUT_SEC: number;
}

/**
 * @param processes that share the budgets
 * @throws Error where everybody who reaches the server could command it, and nobody has said that this is meant
 */
export function accessSettings(env: Given, bodyBytes: number, processes: number): AccessSettings {
  const local = isLoopback(env.HOST);
  const asks = env.SKEIN_API_TOKEN.length > 0;
  if (!local && !asks && !env.SKEIN_INSECURE) throw new Error(UNPROTECTED);
  return {
    loopback: local && !asks,
    tokens: env.SKEIN_API_TOKEN,
    corsOrigins: env.SKEIN_CORS_ORIGINS,
    trustedProxies: env.SKEIN_TRUSTED_PROXIES,
    ratePerSec: env.SKEIN_RATE_LIMIT ?? (local ? 0 : RATE_PER_SEC),
    requestTimeoutSec: env.SKEIN_REQUEST_TIMEOUT_SEC,
    processes,
    bodyBytes,
  };
}

const UNPROTECTED = [
  'HOST is not an address of the loopback interface, so other machines reach the server, and it would ask nobody for a token. Either',
  '  set SKEIN_API_TOKEN, for example to what `openssl rand -hex 32` prints,',
  '  or leave HOST at 127.0.0.1,',
  '  or set SKEIN_INSECURE=true, if whoever reaches it may command it.',
].join('\n');

/** Names but `localhost` are not looked up: what they stand for may change. */
export function isLoopback(host: string): boolean {
  return host.toLowerCase() === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).origin === text;
}

function isNetwork(text: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(text)) return true;
  const [address, prefix, ...rest] = text.split('/');
  const bits = isIP(address) === 4 ? 32 : 128;
  return isIP(address) > 0 && rest.length === 0 && (prefix === undefined || (/^\d+$/.test(prefix) && Number(prefix) <= bits));
}
