import fc from 'fast-check';
import { ask, exchange } from '../support/http.js';
import { attack, PATIENCE_MS, statusesIn } from './attack.js';
import { bytesOf, type Payload, payloads } from './payloads.js';
import { ENROLMENT, TOKEN } from './victim.js';

const CLOSED_ROUTES = [
  'POST /agents/register',
  'POST /responses/a/019abf3c-7d1e-7c41-9f0a-5d1c2b3a4e5f',
  'POST /simulate',
  'PUT /edit/019abf3c-7d1e-7c41-9f0a-5d1c2b3a4e5f',
  'POST /topologies/validate',
  'POST /commands',
  'POST /speed/x',
  'PATCH /nowhere',
  'GET /results/x',
];

const encodings: Record<Payload['packing'], string> = { plain: '', gzip: 'gzip', deflate: 'deflate', br: 'br' };

/** A request as bytes, so that it may also be wrong. */
function request(route: string, lines: readonly string[], { packing }: Payload, body: Buffer, chunked: boolean): Buffer[] {
  const length = chunked ? 'transfer-encoding: chunked' : `content-length: ${body.length}`;
  const encoding = packing === 'plain' ? [] : [`content-encoding: ${encodings[packing]}`];
  const head = [
    `${route} HTTP/1.1`,
    'host: 127.0.0.1',
    'content-type: application/json',
    'connection: close',
    length,
    ...encoding,
    ...lines,
  ];
  const framed = chunked ? [Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from('\r\n0\r\n\r\n')] : [body];
  return [Buffer.from(`${head.join('\r\n')}\r\n\r\n`), ...framed];
}

/** Beyond what the operating system takes off the sender's hands, the end of the connection may come before the answer. */
const SURELY_SENT = 100_000;

export const withoutCredential = attack(
  'without a credential',
  fc.record({
    route: fc.constantFrom(...CLOSED_ROUTES),
    payload: payloads([1_000, 200_000, 15_000_000], ['plain', 'gzip', 'deflate', 'br']),
    chunked: fc.boolean(),
    credential: fc.constantFrom('', 'authorization: Bearer guess', `authorization: Basic ${TOKEN}`, `authorization: Bearer ${ENROLMENT}x`),
  }),
  async (victim, { route, payload, chunked, credential }) => {
    const body = bytesOf(payload);
    const text = await exchange(victim.url, request(route, credential ? [credential] : [], payload, body, chunked), {
      endAfterMs: PATIENCE_MS,
    });
    const [status] = statusesIn(text);
    if (status === 401 || status === 429) return null;
    return status === undefined && body.length > SURELY_SENT ? null : `answered ${status ?? 'nothing'}: ${text.slice(0, 300)}`;
  },
);

export const halfOfARequest = attack(
  'half of a request',
  fc.record({
    route: fc.constantFrom(...CLOSED_ROUTES),
    part: fc.constantFrom(
      'content-length: 1000000\r\n\r\n',
      'content-length: 1000000\r\n\r\n{',
      'transfer-encoding: chunked\r\n\r\n',
      'transfer-encoding: chunked\r\n\r\nffffff\r\n{',
      'content-length: 100\r\nexpect: 100-continue\r\n\r\n',
    ),
  }),
  async (victim, { route, part }) => {
    const head = [`${route} HTTP/1.1`, 'host: 127.0.0.1', 'content-type: application/json', part].join('\r\n');
    const text = await exchange(victim.url, [head], { endAfterMs: PATIENCE_MS });
    const [status] = statusesIn(text);
    return status === 401 ? null : `answered ${status ?? 'nothing'} before it was sent whole: ${text.slice(0, 300)}`;
  },
);

const OPEN_TO_THE_OPERATOR = [
  'POST /simulate',
  'POST /topologies/validate',
  'POST /commands',
  'POST /commands/send_multiple',
  'PUT /edit/019abf3c-7d1e-7c41-9f0a-5d1c2b3a4e5f',
  'POST /speed/019abf3c-7d1e-7c41-9f0a-5d1c2b3a4e5f',
  'POST /agents/register',
  'POST /responses/hostile-1/019abf3c-7d1e-7c41-9f0a-5d1c2b3a4e5f',
];

export const badBody = attack(
  'a bad body',
  fc.record({
    route: fc.constantFrom(...OPEN_TO_THE_OPERATOR),
    payload: payloads([2_000, 60_000, 300_000, 8_000_000, 40_000_000], ['plain', 'gzip', 'deflate', 'br']),
  }),
  async (victim, { route, payload }) => {
    const body = bytesOf(payload);
    const token = route.endsWith('/register') ? ENROLMENT : TOKEN;
    const text = await exchange(victim.url, request(route, [`authorization: Bearer ${token}`], payload, body, false), {
      endAfterMs: 6 * PATIENCE_MS,
    });
    const [status] = statusesIn(text);
    if (status === undefined) return body.length > SURELY_SENT ? null : 'no answer';
    // What is wrong with a topology is the answer to the question for it.
    const refused = (status >= 400 && status < 500) || status === 503 || (status === 200 && route.endsWith('/validate'));
    return refused ? null : `answered ${status}: ${text.slice(0, 300)}`;
  },
);

const NASTY_TEXTS = [
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\udfff',
  '..',
  '.',
  '',
  ' ',
  '\u007f',
  'x'.repeat(100_000),
  '../../healthz',
  '%00',
  '\ufffe',
];

const nastyText = fc.oneof(fc.constantFrom(...NASTY_TEXTS), fc.string({ unit: 'binary', maxLength: 20 }));
/** Stands for objects within one another, so many that JSON.stringify cannot write them. */
const deep = (depth: number): string => `deep:${depth}`;
const withDepth = (text: string): string =>
  text.replace(/"deep:(\d+)"/, (_, depth: string) => '{"a":'.repeat(Number(depth)) + '1' + '}'.repeat(Number(depth)));

const nastyJson = fc.oneof(
  nastyText.map((text) => ({ method: 'POST', path: '/agents/register', body: { id: text } })),
  nastyText.map((text) => ({ method: 'POST', path: '/agents/register', body: { id: 'n', labels: { [text]: text } } })),
  nastyText.map((text) => ({ method: 'POST', path: '/commands', body: { targets: { labels: { [text]: 'x' } }, command: 'echo' } })),
  nastyText.map((text) => ({ method: 'POST', path: '/commands', body: { targets: { all: true }, command: text, args: { [text]: text } } })),
  nastyText.map((text) => ({
    method: 'POST',
    path: '/simulate',
    body: { topology: { nodes: ['a', text], links: [] }, labels: { [text]: text } },
  })),
  nastyText.map((text) => ({ method: 'GET', path: `/agents/${encodeURIComponent(text.toWellFormed())}`, body: undefined })),
  nastyText.map((text) => ({ method: 'GET', path: `/simulations?label=${encodeURIComponent(text.toWellFormed())}`, body: undefined })),
  nastyText.map((text) => ({ method: 'GET', path: `/simulations?cursor=${encodeURIComponent(text.toWellFormed())}`, body: undefined })),
  fc.constantFrom(90, 99, 101, 5_000).map((depth) => ({
    method: 'POST',
    path: '/commands',
    body: { targets: { ids: ['nobody'] }, command: 'echo', args: deep(depth) },
  })),
  fc.constantFrom(90, 5_000).map((depth) => ({ method: 'POST', path: '/simulate', body: { topology: deep(depth) } })),
  fc.constantFrom(90, 5_000).map((depth) => ({ method: 'POST', path: '/agents/register', body: { id: 'n', name: deep(depth) } })),
);

export const nastyMembers = attack('nasty members', nastyJson, async (victim, { method, path, body }) => {
  const token = path.endsWith('/register') ? ENROLMENT : TOKEN;
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const sent = body === undefined ? undefined : withDepth(JSON.stringify(body));
  const { status, text } = await ask(victim.url + path, { method, headers, body: sent });
  return status < 500 ? null : `answered ${status}: ${text.slice(0, 300)}`;
});
