import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { EXAMPLE_TOPOLOGY } from '@skein/topology/nest';
import { OPERATION_TEXTS } from '../../apps/server/src/openapi/operation-texts.js';
import { useServer } from '../support/use-server.js';

interface Operation {
  operationId?: string;
  summary?: string;
  description?: string;
  requestBody?: { content: Record<string, { examples?: Record<string, { value: unknown }> }> };
  responses: Record<string, { content?: Record<string, { schema?: unknown }> }>;
}

interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object> };
}

const server = useServer();
let document: Document;

beforeAll(async () => {
  document = (await (await fetch(`${server.url}/openapi.json`)).json()) as Document;
});

const operations = () =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, operation })),
  );

/** Every schema of the document that says nothing, by its pointer. */
function emptySchemas(value: unknown, pointer: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, child]: [string, unknown]) => {
    const here = `${pointer}/${name}`;
    const isSchema = ['schema', 'items'].includes(name) || /\/(properties|schemas)$/.test(pointer);
    if (isSchema && typeof child === 'object' && child !== null && !saysSomething(child)) return [here];
    return emptySchemas(child, here);
  });
}

const saysSomething = (schema: object) =>
  ['type', '$ref', 'oneOf', 'anyOf', 'allOf', 'enum'].some((keyword) => keyword in schema) &&
  !('properties' in schema && Object.keys(schema.properties as object).length === 0);

describe('the OpenAPI document', () => {
  it('is the one that the SDK was generated from', async () => {
    expect(document).toEqual(JSON.parse(await readFile('libs/client/openapi.json', 'utf8')));
  });

  it('holds the calls of the service', () => {
    expect(
      operations()
        .map(({ name }) => name)
        .sort(),
    ).toEqual([
      'DELETE /agents/{agent_id}',
      'DELETE /simulations/{sim_id}',
      'GET /agents',
      'GET /agents/{agent_id}',
      'GET /agents/{agent_id}/commands',
      'GET /bans',
      'GET /batches/{batch_id}',
      'GET /batches/{batch_id}/commands',
      'GET /commands/{command_id}',
      'GET /edits/{sim_id}',
      'GET /events',
      'GET /events/{sim_id}',
      'GET /healthz',
      'GET /logs/{sim_id}',
      'GET /readyz',
      'GET /responses/{agent_id}',
      'GET /results/{sim_id}',
      'GET /simulations',
      'GET /simulations/{sim_id}',
      'GET /simulations/{sim_id}/request',
      'GET /status',
      'GET /status/{sim_id}',
      'GET /system',
      'GET /topology/{sim_id}',
      'POST /agents/register',
      'POST /agents/{agent_id}/allow',
      'POST /agents/{agent_id}/revoke',
      'POST /commands',
      'POST /commands/send/{agent_id}',
      'POST /commands/send_multiple',
      'POST /commands/send_to_all',
      'POST /commands/{command_id}/cancel',
      'POST /pause/{sim_id}',
      'POST /responses/{agent_id}/{command_id}',
      'POST /restart/{sim_id}',
      'POST /resume/{sim_id}',
      'POST /simulate',
      'POST /speed/{sim_id}',
      'POST /stop/{sim_id}',
      'POST /topologies/validate',
      'PUT /edit/{sim_id}',
    ]);
  });

  it('names each operation, and tells how it is refused', () => {
    const ids = operations().map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every(Boolean)).toBe(true);
    expect(Object.keys(OPERATION_TEXTS).filter((id) => !ids.includes(id))).toEqual([]);
    for (const { name, operation } of operations()) {
      expect([name, operation.summary]).toEqual([name, expect.stringMatching(/./)]);
      const sentences = operation.description?.match(/[.](?= |$)/g)?.length ?? 0;
      expect([name, sentences >= 2 && sentences <= 6]).toEqual([name, true]);
      const problems = Object.entries(operation.responses).filter(([status]) => status === 'default' || Number(status) >= 400);
      expect([name, problems.map(([status]) => status)]).toEqual([name, expect.arrayContaining(['default'])]);
      // Each takes its place on the page; what any request may meet is told once.
      expect([name, problems.length <= 5]).toEqual([name, true]);
      for (const [, { content }] of problems) {
        expect(content?.['application/problem+json']?.schema).toEqual({ $ref: '#/components/schemas/ProblemSchema' });
      }
    }
  });

  it('gives examples of every body, and they run as they stand', async () => {
    const withBody = operations().filter(({ operation }) => operation.requestBody);
    expect(withBody.map(({ name }) => name).sort()).toEqual([
      'POST /agents/register',
      'POST /commands',
      'POST /commands/send/{agent_id}',
      'POST /commands/send_multiple',
      'POST /commands/send_to_all',
      'POST /responses/{agent_id}/{command_id}',
      'POST /simulate',
      'POST /speed/{sim_id}',
      'POST /topologies/validate',
      'PUT /edit/{sim_id}',
    ]);
    for (const { name, operation } of withBody) {
      const examples = Object.values(operation.requestBody?.content['application/json']?.examples ?? {});
      expect([name, examples.length]).not.toEqual([name, 0]);
      const [method, path] = name.split(' ') as [string, string];
      for (const { value } of examples) {
        // What changes a simulation is tried on one of those that the examples make.
        const { sim_id } = await server.skein().simulate({ topology: EXAMPLE_TOPOLOGY, config: { duration_sec: 600 } });
        // What tells agents to do something finds those that the examples name.
        const post = async (to: string, body: unknown) =>
          (await fetch(server.url + to, { method: 'POST', headers, body: JSON.stringify(body) })).json() as Promise<{ command_id: string }>;
        const headers = { 'content-type': 'application/json' };
        const agent_id = 'rack-3-host-7';
        await post('/agents/register', { id: agent_id, labels: { rack: '3' } });
        const { command_id } = await post(`/commands/send/${agent_id}`, { command: 'status' });
        const filled = Object.entries({ sim_id, agent_id, command_id }).reduce((to, [member, id]) => to.replace(`{${member}}`, id), path);
        const answer = await fetch(server.url + filled, { method, headers, body: JSON.stringify(value) });
        const said: unknown = await answer.json();
        expect([name, answer.ok, said]).toEqual([name, true, expect.anything()]);
        if (/simulate|validate/.test(path)) expect(said).toMatchObject({ warnings: [] });
        await server.skein().stop(sim_id);
      }
    }
  });

  it('has no empty schema, and no reference that leads nowhere', () => {
    // A refused value may be anything.
    const any = '/components/schemas/FieldProblemDocument/properties/value';
    expect(emptySchemas(document, '').filter((pointer) => !pointer.startsWith(any))).toEqual([]);
    const references = JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g);
    for (const [, name] of references) expect(Object.keys(document.components.schemas)).toContain(name);
  });
});

describe('the Swagger UI', () => {
  it('is a page with what it needs', async () => {
    const page = await fetch(`${server.url}/docs`);
    expect(page.headers.get('content-type')).toMatch(/^text\/html/);
    const html = await page.text();
    expect(html).toContain('swagger-ui');
    const scripts = [...html.matchAll(/<script src="([^"]+)"/g)].map(([, source]) => new URL(source ?? '', page.url));
    expect(scripts.length).toBeGreaterThan(0);
    for (const script of scripts) expect([script.host, (await fetch(script)).status]).toEqual([new URL(server.url).host, 200]);
  });
});
