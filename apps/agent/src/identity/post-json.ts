import { once } from 'node:events';
import { type IncomingMessage, request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import { text } from 'node:stream/consumers';

/**
 * Posts JSON on a connection of its own. Not by `fetch`: the one of Node 20 waits for its time limit where the connection is closed before it has
 * written the request, as a balancer in front of a server that is gone closes it.
 * @returns the status, and the body: null where it is no JSON
 * Rejects where no whole answer comes before the signal is aborted.
 */
export async function postJson(
  url: URL,
  body: unknown,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<{ status: number; body: unknown }> {
  const sent = JSON.stringify(body);
  const framed = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(sent), ...headers };
  const send = url.protocol === 'https:' ? overHttps : overHttp;
  const request = send(url, { method: 'POST', headers: framed, agent: false, signal });
  // Once there is a response, its end says so as well.
  request.on('error', () => undefined);
  request.end(sent);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return { status: response.statusCode ?? 0, body: parsed(await text(response)) };
}

function parsed(said: string): unknown {
  try {
    return JSON.parse(said);
  } catch {
    return null;
  }
}
