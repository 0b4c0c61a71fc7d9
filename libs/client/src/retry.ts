import type { AxiosError, AxiosInstance } from 'axios';
import axiosRetry from 'axios-retry';

export interface RetryOptions {
  /** How often a request is repeated after its first attempt. */
  retries: number;
  /** The first pause is up to this long; each further one up to twice as long. */
  baseMs: number;
  /** No pause is longer, but for a longer `Retry-After`. */
  capMs: number;
}

export const DEFAULT_RETRY: RetryOptions = { retries: 8, baseMs: 200, capMs: 10_000 };

const TRY_AGAIN = [429, 503];

/**
 * Repeats what failed on the way (no connection, 429, 503), waiting as `Retry-After` says, or exponentially longer with full
 * jitter. Every change carries an `Idempotency-Key`, the same on each attempt, so that none is carried out twice.
 */
export function installRetry(instance: AxiosInstance, { retries, baseMs, capMs }: RetryOptions): void {
  instance.interceptors.request.use((config) => {
    const changes = config.method !== undefined && config.method.toLowerCase() !== 'get';
    if (changes && !config.headers.has('Idempotency-Key')) config.headers.set('Idempotency-Key', crypto.randomUUID());
    return config;
  });
  axiosRetry(instance, {
    retries,
    shouldResetTimeout: true,
    retryCondition: (error) => (error.response ? TRY_AGAIN.includes(error.response.status) : isLostConnection(error)),
    retryDelay: (attempt, error) => Math.max(retryAfterMs(error), Math.random() * Math.min(capMs, baseMs * 2 ** (attempt - 1))),
  });
}

function isLostConnection(error: AxiosError): boolean {
  return error.code !== 'ERR_CANCELED' && error.request !== undefined;
}

/** `Retry-After` in milliseconds: seconds, or a date; 0 where there is none. */
function retryAfterMs(error: AxiosError): number {
  const header: unknown = error.response?.headers['retry-after'];
  if (typeof header !== 'string') return 0;
  const seconds = Number(header);
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(wait) ? Math.max(0, wait) : 0;
}
