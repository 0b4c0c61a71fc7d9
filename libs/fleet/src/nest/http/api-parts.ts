import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiParam, ApiQuery } from '@nestjs/swagger';
import type { TSchema } from '@sinclair/typebox';

type SchemaObject = Extract<Parameters<typeof ApiBody>[0], { schema: unknown }>['schema'];

const EXAMPLE_ID = '019abf3c-7d1e-7c41-9f0a-5d1c2b3a4e5f';

/** The body of a request, as its validation declares it. */
export const ApiFleetBody = (schema: TSchema, examples: Record<string, { summary: string; value: unknown }>, required = true) =>
  ApiBody({ required, schema: openApi(schema), examples: examples });

/** OpenAPI 3.0 knows no constants: a choice of them is an enumeration. Members of any name are no named ones. */
function openApi(schema: TSchema): SchemaObject {
  return JSON.parse(JSON.stringify(schema), (_name, value: Declared | null) => {
    if (value?.anyOf?.every((one) => one.const !== undefined)) return { type: 'string', enum: value.anyOf.map((one) => one.const) };
    if (value?.additionalProperties && Object.keys(value.properties ?? {}).length === 0) delete value.properties;
    return value;
  }) as SchemaObject;
}

interface Declared {
  anyOf?: { const?: string }[];
  properties?: object;
  additionalProperties?: unknown;
}

export const ApiAgentId = () => ApiParam({ name: 'agent_id', example: 'rack-3-host-7', schema: { type: 'string' } });

export const ApiCommandId = () => ApiParam({ name: 'command_id', example: EXAMPLE_ID, schema: { type: 'string' } });

export const ApiBatchId = () => ApiParam({ name: 'batch_id', example: EXAMPLE_ID, schema: { type: 'string' } });

/** `command` of the calls that agents' older tools use. */
export const ApiCommandQuery = () =>
  ApiQuery({
    name: 'command',
    required: false,
    description: 'What is to be done; the body, where it says so, counts. Without it and without a body it is `status`',
    schema: { type: 'string' },
  });

/** A change that may be sent twice. */
export const ApiIdempotent = () =>
  applyDecorators(
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description:
        'Any 1 to 200 visible ASCII characters. The same key with the same request is carried out once; with another it is refused.',
      schema: { type: 'string', minLength: 1, maxLength: 200 },
    }),
  );
