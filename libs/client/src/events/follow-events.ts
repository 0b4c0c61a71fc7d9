import type { ProblemSchema } from '../generated/index.js';
import { pause } from '../pause.js';
import { SkeinProblem, SkeinUnreachable } from '../problem.js';
import type { RetryOptions } from '../retry.js';
import { EventStreamParser, type StreamBlock } from './event-stream-parser.js';
import type { EventType, SimulationEvent } from './simulation-event.js';

/** A server that has said nothing for so long, not even that it is there, is not. */
const SILENCE_MS = 45_000;
/** A connection that has held for so long did not fail at once: the next pause is short again. */
const STEADY_MS = 10_000;
/** The longest `Retry-After` that is obeyed. */
const LONGEST_RETRY_AFTER_MS = 60_000;
/** Refusals that pass, beside all of 500 and above. */
const PASSING = [408, 425, 429];

/** A connection was lost, and the next is made after a pause. */
export interface Reconnection {
  /** Counts tries in a row that told no event, from 1. */
  attempt: number;
  /** Until the next try, milliseconds. */
  delayMs: number;
  /** Number of the last event that is known: the stream goes on behind it; null where none is. */
  lastId: number | null;
  /** Why; null where the server ended the stream. */
  error: Error | null;
}

export interface EventOptions {
  /** Number of the last event that is known; of one simulation, all its events are told by default, of all simulations those to come. */
  after?: number;
  /** These types only. */
  types?: readonly EventType[];
  /** Ends the stream: the iteration rejects with the signal's reason. */
  signal?: AbortSignal;
  /** Is told of every connection that is lost, before the pause. */
  onReconnect?: (reconnection: Reconnection) => void;
}

export interface EventSourceOptions {
  url: URL;
  headers: Record<string, string>;
  /** The pauses between tries; false: a connection that is lost ends the stream. */
  retry: Pick<RetryOptions, 'baseMs' | 'capMs'> | false;
}

/**
 * The events of a stream, over as many connections as it takes: each goes on behind the last event that was told. It goes on until the signal or the end of
 * the iteration ends it, however long the server is away. Rejects with `SkeinProblem` where the server refuses for good (the simulation was deleted, the
 * token is not valid any more), and with `SkeinUnreachable` where what answers the first connection is no Skein server.
 */
export async function* followEvents(source: EventSourceOptions, options: EventOptions): AsyncGenerator<SimulationEvent> {
  const { after, types, signal, onReconnect } = options;
  const url = new URL(source.url);
  if (types) url.searchParams.set('type', types.join(','));
  let last = after === undefined ? '' : String(after);
  let wasConnected = false;
  for (let attempt = 1; ; attempt++) {
    signal?.throwIfAborted();
    const beganMs = performance.now();
    let error: Error | null = null;
    try {
      for await (const { id, event, data } of connect(url, { ...source.headers, ...(last && { 'last-event-id': last }) }, signal)) {
        wasConnected = true;
        if (id !== '') last = id;
        if (data === null) continue;
        attempt = 1;
        yield { type: event, id: last === '' ? null : Number(last), data: JSON.parse(data) as unknown } as SimulationEvent;
      }
    } catch (thrown) {
      signal?.throwIfAborted();
      error = isError(thrown) ? thrown : new Error(String(thrown));
      if (source.retry === false || isFinal(error, wasConnected)) throw told(error, url);
    }
    if (source.retry === false) throw new SkeinUnreachable(`GET ${url.origin}${url.pathname}: the stream has ended`);
    if (performance.now() - beganMs > STEADY_MS) attempt = 1;
    const { baseMs, capMs } = source.retry;
    const delayMs = Math.max(
      error instanceof Refused ? error.retryAfterMs : 0,
      Math.random() * Math.min(capMs, baseMs * 2 ** (attempt - 1)),
    );
    onReconnect?.({ attempt, delayMs, lastId: last === '' ? null : Number(last), error: error && told(error, url) });
    await pause(delayMs, signal);
  }
}

/** An answer that holds no events. */
class Refused extends Error {
  constructor(
    readonly status: number,
    readonly retryAfterMs: number,
    /** What Skein says; null where something else has answered, such as a balancer. */
    readonly problem: ProblemSchema | null,
  ) {
    super(`answered ${status}`);
  }
}

/** Whether trying again is of no use. What stands in front of a server may answer anything while that is away. */
function isFinal(error: Error, wasConnected: boolean): boolean {
  if (!(error instanceof Refused) || error.status >= 500 || PASSING.includes(error.status)) return false;
  return error.problem !== null || !wasConnected;
}

/** The error as users of the SDK see it. */
function told(error: Error, { origin, pathname }: URL): Error {
  if (error instanceof Refused && error.problem !== null) return new SkeinProblem(error.problem);
  return new SkeinUnreachable(`GET ${origin}${pathname}: ${whyOf(error)}`, { cause: error });
}

/** `fetch` says only that it failed; why is in the cause, which has no words of its own where several addresses were tried. */
function whyOf({ cause, message }: Error): string {
  if (!isError(cause)) return message;
  return cause.message || ('code' in cause ? String(cause.code) : message);
}

/** Not by its class: errors of `fetch` may come from another realm. */
function isError(value: unknown): value is Error {
  return typeof value === 'object' && value !== null && 'message' in value && 'name' in value;
}

/** One connection, until it ends. */
async function* connect(url: URL, headers: Record<string, string>, signal: AbortSignal | undefined): AsyncGenerator<StreamBlock> {
  const ended = new AbortController();
  const abort = (): void => ended.abort(new Error(`nothing was heard for ${SILENCE_MS / 1000} s`));
  signal?.addEventListener('abort', abort, { once: true });
  let silence = setTimeout(abort, SILENCE_MS);
  try {
    const response = await fetch(url, { headers: { accept: 'text/event-stream', ...headers }, signal: ended.signal });
    const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') ?? false;
    if (!response.ok || !response.body || !isStream) throw await refusal(response);
    const parser = new EventStreamParser();
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      clearTimeout(silence);
      silence = setTimeout(abort, SILENCE_MS);
      yield* parser.push(value);
    }
  } finally {
    clearTimeout(silence);
    signal?.removeEventListener('abort', abort);
    ended.abort();
  }
}

async function refusal(response: Response): Promise<Refused> {
  const seconds = Number(response.headers.get('retry-after'));
  const retryAfterMs = seconds > 0 ? Math.min(seconds * 1000, LONGEST_RETRY_AFTER_MS) : 0;
  const body: unknown = response.ok ? null : await response.json().catch(() => null);
  const isProblem = typeof body === 'object' && body !== null && 'code' in body && 'errors' in body;
  return new Refused(response.status, retryAfterMs, isProblem ? (body as ProblemSchema) : null);
}
