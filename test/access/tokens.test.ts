import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { createSkein } from '@skein/client';
import { brief } from '../server/requests.js';
import { ask, exchange } from '../support/http.js';
import { problemOf } from '../support/problem.js';
import { useServer } from '../support/use-server.js';

const OLD = 'the-token-of-yesterday/+~';
const NEW = 'the-token-of-today_0123456789==';
const OPEN = [
  '/',
  '/healthz',
  '/readyz',
  '/docs',
  '/docs/',
  '/docs/swagger-ui.css',
  '/docs/swagger-ui-init.js',
  '/openapi.json',
  '/openapi.yaml',
];

interface Document {
  paths: Record<string, Record<string, { security: object[]; responses: Record<string, { 'x-codes'?: object } | undefined> }>>;
  components: { securitySchemes: unknown };
}

let printed = '';
const environment = { SKEIN_API_TOKEN: `${OLD},${NEW}`, SKEIN_CORS_ORIGINS: 'https://dashboard.example', LOG_LEVEL: 'debug' };
const server = useServer(environment, (text) => (printed += text));
let document: Document;

beforeAll(async () => {
  document = JSON.parse(await readFile('libs/client/openapi.json', 'utf8')) as Document;
});

const operations = () =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path: path.replaceAll(/\{\w+\}/g, 'x'),
      operation,
    })),
  );
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe('a server with tokens', () => {
  it('declares who is asked for one', () => {
    expect(document.components.securitySchemes).toMatchObject({ api_token: { type: 'http', scheme: 'bearer' } });
    for (const { path, operation } of operations()) expect([path, operation.security.length > 0]).toEqual([path, !OPEN.includes(path)]);
  });

  it('asks for one at every operation that is not open, and declares that it does', async () => {
    for (const { method, path, operation } of operations().filter(({ operation }) =>
      operation.security.some((way) => 'api_token' in way),
    )) {
      const answer = await ask(server.url + path, { method });
      expect([path, problemOf(answer)]).toEqual([path, expect.objectContaining({ status: 401, code: 'unauthorized' })]);
      expect(answer.headers['www-authenticate']).toBe('Bearer realm="skein"');
      // Among what any request may meet.
      expect(operation.responses['default']?.['x-codes']).toHaveProperty('401', ['unauthorized']);
    }
  });

  it.each([
    '/nowhere',
    '/metrics',
    '/SIMULATIONS',
    '//simulations',
    '/simulations/',
    '/docsx',
    '/openapi.jsonx',
    '//healthz',
    '/%68ealthz',
  ])('does not open %s', async (path) => {
    expect(problemOf(await ask(server.url + path)).code).toBe('unauthorized');
  });

  it('does not open what an open path leads out of', async () => {
    for (const path of ['/docs/../simulations', '/docs/..%2fsimulations', '/healthz/../simulations', 'http://x/docs/../simulations'])
      expect(await exchange(server.url, [`GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`])).toMatch(/^HTTP\/1\.1 40[0134] /);
  });

  it('tells everybody whether it lives, and how it is spoken to', async () => {
    for (const path of OPEN) expect([path, (await ask(server.url + path)).status]).toEqual([path, 200]);
  });

  it('takes each of its tokens, whatever the name of the host', async () => {
    for (const token of [OLD, NEW]) {
      expect((await ask(`${server.url}/simulations`, { headers: bearer(token) })).status).toBe(200);
      expect(
        (await ask(`${server.url}/simulations`, { headers: { authorization: `bearer  ${token}`, host: 'skein.example' } })).status,
      ).toBe(200);
    }
  });

  it.each([
    '',
    'Bearer',
    'Bearer ',
    `Bearer ${OLD}x`,
    `Bearer ${OLD.slice(1)}`,
    `Bearer ${OLD},${NEW}`,
    `Bearer ${OLD.toUpperCase()}`,
    `Bearer ${OLD} x`,
    `Basic ${OLD}`,
    OLD,
  ])('refuses %j', async (authorization) => {
    const answer = await ask(`${server.url}/simulations`, { headers: { authorization } });
    expect(problemOf(answer).code).toBe('unauthorized');
    expect(answer.headers['www-authenticate']).toContain('error="invalid_token"');
  });

  it('takes no token from a URL', async () => {
    for (const query of [`token=${NEW}`, `access_token=${NEW}`])
      expect((await ask(`${server.url}/simulations?${encodeURI(query)}`)).status).toBe(401);
  });

  it('serves the SDK that has one, its streams too, and refuses the SDK that has not', async () => {
    const skein = createSkein({ baseUrl: server.url, token: NEW });
    const { sim_id } = await skein.simulate(brief);
    const told: string[] = [];
    for await (const { type } of skein.events(sim_id)) {
      told.push(type);
      if (type === 'result') break;
    }
    expect(told).toContain('status');
    await expect(createSkein({ baseUrl: server.url }).status(sim_id)).rejects.toMatchObject({ code: 'unauthorized' });
    await expect(createSkein({ baseUrl: server.url, token: 'x' }).events(sim_id).next()).rejects.toMatchObject({ code: 'unauthorized' });
  });

  it('lets pages of the origins that it was told read its answers, and no others', async () => {
    const preflight = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization,content-type' };
    const allowed = await ask(`${server.url}/simulate`, {
      method: 'OPTIONS',
      headers: { origin: 'https://dashboard.example', ...preflight },
    });
    expect(allowed.headers).toMatchObject({
      'access-control-allow-origin': 'https://dashboard.example',
      'access-control-allow-headers': 'authorization,content-type',
    });
    expect(allowed.headers['access-control-allow-credentials']).toBeUndefined();
    const refused = await ask(`${server.url}/simulations`, { headers: { origin: 'https://dashboard.example' } });
    expect([refused.status, refused.headers['access-control-allow-origin']]).toEqual([401, 'https://dashboard.example']);
    const other = await ask(`${server.url}/simulate`, { method: 'OPTIONS', headers: { origin: 'https://example.org', ...preflight } });
    expect(other.headers['access-control-allow-origin']).toBeUndefined();
  });

  it('has printed none of them, whatever it logs', () => {
    expect(printed).toContain('Skein is ready');
    for (const token of [OLD, NEW]) expect(printed).not.toContain(token);
  });
});
