import { beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Module, Put } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ApiBody, ApiExtraModels, DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { EditedNetwork } from '../../edits/edited-network.js';
import { EditListInput } from '../../edits/reading/inputs/edit-list.input.js';
import { readEdits } from '../../edits/reading/read-edits.js';
import { defaultTraffic } from '../../model/default-traffic.js';
import { EXAMPLE_TOPOLOGY } from '../../request/inputs/examples.js';
import { admitted, bodyOf } from '../../request/testing/bodies.js';
import { EDIT_BODY_SCHEMA, EDIT_EXAMPLES, EDIT_INPUTS } from './edits.js';

interface Schema {
  properties?: Record<string, Schema>;
  example?: unknown;
  [keyword: string]: unknown;
}

@Controller('edit')
@ApiExtraModels(...EDIT_INPUTS, EditListInput)
class EditsController {
  @Put()
  @ApiBody({ schema: EDIT_BODY_SCHEMA, examples: EDIT_EXAMPLES })
  edit(): void {
    return;
  }
}

@Module({ controllers: [EditsController] })
class EditsModule {}

let document: OpenAPIObject;
let schemas: Record<string, Schema>;

beforeAll(async () => {
  const app = await NestFactory.create(EditsModule, { preview: true, logger: false });
  document = SwaggerModule.createDocument(app, new DocumentBuilder().build());
  schemas = document.components?.schemas as Record<string, Schema>;
  await app.close();
});

function problemsOf(edit: unknown): unknown {
  const { topology, config } = admitted({ topology: EXAMPLE_TOPOLOGY }).runs;
  const network = new EditedNetwork(topology, defaultTraffic(topology.nodes, config.seed));
  const outcome = readEdits(bodyOf(edit), network, { packetLossPercent: 0, atSec: 5 });
  return outcome.ok ? [] : outcome.refusal.errors;
}

/** The least that an operation of this name needs, from the examples of its members. */
function least(name: string): Record<string, unknown> {
  const { properties = {}, required } = schemas[name] as Schema & { required: string[] };
  const members = required.map((member): [string, unknown] => [member, properties[member].example]);
  return { ...Object.fromEntries(members), ...('link_id' in properties ? { link_id: properties.link_id.example } : {}) };
}

describe('the forms of edits', () => {
  it('refer only to schemas that the document has', () => {
    const references = JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]*)"/g);
    for (const [, name] of references) expect(Object.keys(schemas)).toContain(name);
  });

  it('have a description, an example and a type for every member', () => {
    for (const [name, { properties }] of Object.entries(schemas)) {
      expect([name, Object.keys(properties ?? {})]).not.toEqual([name, []]);
      for (const [member, schema] of Object.entries(properties ?? {})) {
        const says = ['type', 'oneOf', 'allOf', '$ref'].some((keyword) => keyword in schema);
        expect([name, member, says, typeof schema.description, schema.example === undefined]).toEqual([
          name,
          member,
          true,
          'string',
          false,
        ]);
      }
    }
  });

  it('are told apart by the operation, alone and in a list', () => {
    const body = JSON.parse(JSON.stringify(EDIT_BODY_SCHEMA)) as { oneOf: Schema[] };
    expect(body.oneOf).toEqual([
      expect.objectContaining({ discriminator: expect.objectContaining({ propertyName: 'operation' }) }),
      { $ref: '#/components/schemas/EditListInput' },
    ]);
    expect(schemas.EditListInput.properties?.operations.items).toEqual(body.oneOf[0]);
    const { mapping } = body.oneOf[0].discriminator as { mapping: Record<string, string> };
    expect(Object.keys(mapping)).toHaveLength(EDIT_INPUTS.length);
    for (const [name, $ref] of Object.entries(mapping))
      expect(schemas[$ref.split('/').at(-1) ?? ''].properties?.operation).toMatchObject({ type: 'string', enum: [name] });
  });

  it('say what may stand in place of what', () => {
    expect(schemas.AddRouterEditInput.properties?.node).toMatchObject({
      oneOf: [{ type: 'string', minLength: 1, maxLength: 200 }, { $ref: '#/components/schemas/NodeInput' }],
    });
    expect(schemas.UpdateLinkEditInput.properties).toMatchObject({ changes: {}, latency: { type: 'number', minimum: 0 } });
    expect(Object.keys(schemas.SentLinkChangesInput.properties ?? {})).not.toContain('from');
    expect(Object.keys(schemas.UpdateFlowEditInput.properties ?? {})).toContain('rate_mbps');
    // What is left out of a change stays as it is.
    for (const name of ['SentLinkChangesInput', 'SentFlowChangesInput', 'UpdateLinkEditInput', 'UpdateFlowEditInput'])
      for (const [member, schema] of Object.entries(schemas[name].properties ?? {}))
        expect([name, member, schema.default]).toEqual([name, member, undefined]);
  });

  it.each(Object.entries(EDIT_EXAMPLES))('have an example of %s that runs as it stands', (_, { value }) => {
    expect(problemsOf(value)).toEqual([]);
  });

  it('have an example of each member that runs, with what it needs', () => {
    const needs: Record<string, object> = {
      from: { to: 'B', link_id: undefined },
      to: { from: 'A', link_id: undefined },
      periods: { arrivals: 'on_off' },
      on_sec: { arrivals: 'on_off' },
      off_sec: { arrivals: 'on_off' },
      changes: {},
    };
    for (const name of EDIT_INPUTS.map((input) => input.name))
      for (const [member, { example }] of Object.entries(schemas[name].properties ?? {})) {
        const { operation } = least(name);
        const change = operation === 'update_link' || operation === 'update_flow';
        const changed =
          change && ['operation', 'link_id', 'flow_id', 'from', 'to'].includes(member)
            ? { changes: schemas[name].properties?.changes.example }
            : {};
        expect([name, member, problemsOf({ ...least(name), ...changed, ...needs[member], [member]: example })]).toEqual([name, member, []]);
      }
  });
});
