import { beforeAll, describe, expect, it } from '@jest/globals';
import { NestFactory } from '@nestjs/core';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { DEFAULT_LIMITS } from '../../model/defaults.js';
import { problemsOf } from '../../request/testing/bodies.js';
import { TopologyModule } from '../topology.module.js';

interface Schema {
  properties?: Record<string, Schema>;
  example?: unknown;
  [keyword: string]: unknown;
}

let document: OpenAPIObject;
let schemas: Record<string, Schema>;

beforeAll(async () => {
  const app = await NestFactory.create(TopologyModule.forRoot(DEFAULT_LIMITS), { preview: true, logger: false });
  document = SwaggerModule.createDocument(app, new DocumentBuilder().build());
  schemas = document.components?.schemas as Record<string, Schema>;
  await app.close();
});

function property(schema: string, name: string): Schema | undefined {
  return schemas[schema].properties?.[name];
}

describe('the OpenAPI document', () => {
  it('has no empty schema and no empty property', () => {
    for (const [name, { properties }] of Object.entries(schemas)) {
      expect([name, Object.keys(properties ?? {})]).not.toEqual([name, []]);
      for (const [member, schema] of Object.entries(properties ?? {})) {
        const says = 'type' in schema || 'oneOf' in schema || 'allOf' in schema || '$ref' in schema;
        expect([name, member, says]).toEqual([name, member, true]);
      }
    }
  });

  it('gives every input field a description and an example', () => {
    for (const name of Object.keys(schemas).filter((schema) => schema.endsWith('Input')))
      for (const [member, { description, example }] of Object.entries(schemas[name].properties ?? {}))
        expect([name, member, typeof description, example === undefined]).toEqual([name, member, 'string', false]);
  });

  it('says the bounds, defaults and units that validation knows', () => {
    expect(property('LinkInput', 'latency')).toMatchObject({
      type: 'number',
      minimum: 0,
      maximum: 3_600_000,
      default: 0,
      description: expect.stringMatching(/millisec/),
    });
    expect(property('LinkInput', 'queue_packets')).toMatchObject({ type: 'integer', minimum: 1, default: 100 });
    expect(property('LinkInput', 'queue_bytes')).toMatchObject({ type: 'number', minimum: 0, exclusiveMinimum: true, maximum: 1e12 });
    expect(property('LinkInput', 'directed')).toMatchObject({ type: 'boolean', default: false });
    expect(property('FlowInput', 'rate_mbps')).toMatchObject({ minimum: 0, exclusiveMinimum: true });
    expect(property('FlowInput', 'arrivals')).toMatchObject({ enum: ['poisson', 'constant', 'on_off'], default: 'poisson' });
    expect(property('FlowInput', 'periods')).toMatchObject({ enum: ['exponential', 'fixed'], default: 'exponential' });
    expect(property('RoutingInput', 'ecmp')).toMatchObject({ enum: ['none', 'flow', 'packet'], default: 'none' });
    expect(property('ConfigInput', 'duration_sec')).toMatchObject({ default: 30, maximum: 31_536_000 });
    expect(property('GilbertElliottInput', 'loss_bad_percent')).toMatchObject({ minimum: 0, maximum: 100, default: 100 });
    expect(schemas.GilbertElliottInput.required).toEqual(['good_to_bad_percent', 'bad_to_good_percent']);
    expect(schemas.LinkInput.required).toEqual(['from', 'to']);
    expect(schemas.SimulationRequestInput.required).toEqual(['topology']);
  });

  it('says where there are alternatives', () => {
    const node = [{ type: 'string', minLength: 1, maxLength: 200 }, { $ref: '#/components/schemas/NodeInput' }];
    expect(property('TopologyInput', 'nodes')).toMatchObject({ type: 'array', minItems: 1, items: { oneOf: node } });
    expect(property('TopologyInput', 'links')).toMatchObject({ type: 'array', items: { $ref: '#/components/schemas/LinkInput' } });
    expect(property('ConfigInput', 'speed')).toMatchObject({ oneOf: [{ type: 'number' }, { type: 'string', enum: ['max'] }] });
    expect(property('FlowInput', 'packet_bytes')).toMatchObject({
      oneOf: [{ type: 'number' }, { type: 'array', items: { $ref: '#/components/schemas/PacketSizeInput' } }],
    });
    expect(property('SimulationRequestInput', 'labels')).toMatchObject({ type: 'object', additionalProperties: { type: 'string' } });
  });

  it('refers only to schemas that it has', () => {
    const references = JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]*)"/g);
    for (const [, name] of references) expect(Object.keys(schemas)).toContain(name);
  });

  it('has an example that runs as it stands', () => {
    const members = Object.entries(schemas.SimulationRequestInput.properties ?? {});
    expect(problemsOf(Object.fromEntries(members.map(([name, { example }]) => [name, example])))).toEqual([]);
  });

  it('has an example of each member of a link that runs in a link by itself, since some take the place of others', () => {
    for (const [member, { example }] of Object.entries(schemas.LinkInput.properties ?? {})) {
      const links = [{ from: 'A', to: 'B', [member]: example }];
      expect([member, problemsOf({ topology: { nodes: ['A', 'B'], links } })]).toEqual([member, []]);
    }
  });

  it.each(['ConfigInput', 'RoutingInput', 'GilbertElliottInput'])('has examples of the members of %s that run together', (name) => {
    const examples = Object.fromEntries(Object.entries(schemas[name].properties ?? {}).map(([member, { example }]) => [member, example]));
    const link = { from: 'A', to: 'B', ...(name === 'GilbertElliottInput' ? { gilbert_elliott: examples } : {}) };
    const config = { ConfigInput: examples, RoutingInput: { routing: examples } }[name];
    expect(problemsOf({ topology: { nodes: ['A', 'B'], links: [link] }, config })).toEqual([]);
  });

  it('has the endpoint, with examples that are valid', () => {
    const body = document.paths['/topologies/validate'].post?.requestBody as {
      content: { 'application/json': { examples: Record<string, { value: object }> } };
    };
    const { topology, request } = body.content['application/json'].examples;
    expect(problemsOf({ topology: topology.value })).toEqual([]);
    expect(problemsOf(request.value)).toEqual([]);
  });
});
