import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { register } from './register.js';

/** A server that answers each request with these, one after the other; null: closes the connection instead. */
async function serving(
  answers: ({ status: number; body: string } | null)[],
  work: (url: string, asked: string[]) => Promise<void>,
): Promise<void> {
  const asked: string[] = [];
  const server = createServer((request: IncomingMessage, response) => {
    void text(request).then((body) => {
      asked.push(`${request.method} ${request.url} ${request.headers.authorization} ${body}`);
      const answer = answers.shift();
      if (answer) response.writeHead(answer.status).end(answer.body);
    });
  }).on('connection', (socket) => {
    if (answers[0] !== null) return;
    answers.shift();
    socket.destroy();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  try {
    await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}/below`, asked);
  } finally {
    server.close();
  }
}

const AGENT = { id: 'a', name: 'one' };

describe('a registration', () => {
  it('gives the secret, or why there is none', () =>
    serving(
      [
        { status: 200, body: '{"secret":"s"}' },
        { status: 401, body: '{"detail":"Show a token."}' },
        { status: 404, body: 'what?' },
      ],
      async (url, asked) => {
        expect(await register(url, AGENT, 'token')).toEqual({ kind: 'registered', secret: 's' });
        expect(await register(url, AGENT, null)).toEqual({ kind: 'refused', status: 401, detail: 'Show a token.' });
        expect(await register(url, AGENT, null)).toEqual({ kind: 'refused', status: 404, detail: 'the server answered 404' });
        expect(asked[0]).toBe('POST /below/agents/register Bearer token {"id":"a","name":"one"}');
      },
    ));

  it('fails at once where the connection is closed, or the server is in trouble', () =>
    serving([null, { status: 503, body: '{"detail":"Try again."}' }], async (url) => {
      await expect(register(url, AGENT, null)).rejects.toMatchObject({ code: 'ECONNRESET' });
      await expect(register(url, AGENT, null)).rejects.toThrow('Try again.');
    }));
});
