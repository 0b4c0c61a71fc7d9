import type { ProblemSchema } from '../generated/index.js';
import { pause } from '../pause.js';
import { SkeinProblem, SkeinUnreachable } from '../problem.js';
import type { RetryOptions } from '../retry.js';
import { EventStreamParser, type StreamBlock } from './event-stream-parser.js';
import type { EventType, SimulationEvent } from './simulation-event.js';

/** A server that has said nothing for so long, not even that it is there, is not. */
const SILENCE_MS = 45_000;
const TRY_AGAIN = [429, 502, 503, 504];

export interface EventOptions {
  /** Number of the last event that is known; of one simulation, all its events are told by default, of all simulations those to come. */
  after?: number;
  /** These types only. */
  types?: readonly EventType[];
  /** Ends the stream: the iteration rejects with the signal's reason. */
  signal?: AbortSignal;
}

export interface EventSourceOptions {
  url: URL;
  headers: Record<string, string>;
  /** How often in a row, and after which pauses, a connection that fails is tried again. */
  retry: RetryOptions;
}

/**
 * The events of a stream, over as many connections as it takes: each goes on behind the last event that was told. Ending the iteration ends
 * the connection. Rejects with `SkeinProblem` where the server refuses, and with `SkeinUnreachable` where it stays out of reach.
 */
export async function* followEvents(source: EventSourceOptions, { after, types, signal }: EventOptions): AsyncGenerator<SimulationEvent> {
  const url = new URL(source.url);
  if (types) url.searchParams.set('type', types.join(','));
  let last = after === undefined ? '' : String(after);
  for (let failures = 0; ; failures++) {
    signal?.throwIfAborted();
    try {
      for await (const { id, event, data } of connect(url, { ...source.headers, ...(last && { 'last-event-id': last }) }, signal)) {
        if (id !== '') last = id;
        failures = 0;
        if (data !== null)
          yield { type: event, id: last === '' ? null : Number(last), data: JSON.parse(data) as unknown } as SimulationEvent;
      }
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof SkeinProblem && !TRY_AGAIN.includes(error.status)) throw error;
      if (failures >= source.retry.retries) throw new SkeinUnreachable(`GET ${url.pathname}: ${String(error)}`, { cause: error });
    }
    await pause(Math.random() * Math.min(source.retry.capMs, source.retry.baseMs * 2 ** failures), signal);
  }
}

/** One connection, until it ends. */
async function* connect(url: URL, headers: Record<string, string>, signal: AbortSignal | undefined): AsyncGenerator<StreamBlock> {
  const ended = new AbortController();
  const abort = (): void => ended.abort();
  signal?.addEventListener('abort', abort, { once: true });
  let silence = setTimeout(abort, SILENCE_MS);
  try {
    const response = await fetch(url, { headers: { accept: 'text/event-stream', ...headers }, signal: ended.signal });
    if (!response.ok || !response.body) throw await refusal(response);
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

async function refusal(response: Response): Promise<Error> {
  const body: unknown = await response.json().catch(() => null);
  if (typeof body === 'object' && body !== null && 'code' in body && 'errors' in body) return new SkeinProblem(body as ProblemSchema);
  return new SkeinUnreachable(`GET ${response.url} answered ${response.status}`);
}
