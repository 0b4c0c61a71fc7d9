import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from '@jest/globals';
import { cutUnread } from './cut-unread.js';

const UNREAD_MS = 200;

/** A server that answers with megabytes, or begins an answer and has no more to say for a while; `closed` when the answer's connection is. */
async function serve(text: string) {
  let close: () => void;
  const closed = new Promise<void>((resolve) => (close = resolve));
  const server = http.createServer((_request, response) => {
    cutUnread(response, UNREAD_MS);
    response.on('close', close);
    response.write(text);
    if (text.length > 1) response.end();
    else setTimeout(() => response.end('late'), 3 * UNREAD_MS);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, closed, stop: () => server.close() };
}

it('cuts off a client that does not read', async () => {
  const { url, closed, stop } = await serve('x'.repeat(64 * 1024 * 1024));
  const request = http.get(url, { agent: false }, (response) => {
    response.on('error', () => undefined);
    response.pause();
  });
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  await closed;
  response.resume();
  await expect(once(response, 'close')).rejects.toThrow('aborted');
  expect(response.complete).toBe(false);
  stop();
});

it('cuts off no client that waits for the server', async () => {
  const { url, closed, stop } = await serve('x');
  expect(await (await fetch(url, { headers: { connection: 'close' } })).text()).toBe('xlate');
  await closed;
  stop();
});
