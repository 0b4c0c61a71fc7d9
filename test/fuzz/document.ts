/** As much of an OpenAPI 3.0 document as requests are made from and answers are held against. */
export interface Schema {
  $ref?: string;
  type?: 'string' | 'number' | 'integer' | 'boolean' | 'array' | 'object';
  nullable?: boolean;
  allOf?: Schema[];
  oneOf?: Schema[];
  enum?: unknown[];
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: boolean;
  minItems?: number;
  maxItems?: number;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema | boolean;
  default?: unknown;
  example?: unknown;
}

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  schema: Schema;
  example?: unknown;
}

export interface Declared {
  content?: Record<string, { schema?: Schema }>;
  headers?: Record<string, unknown>;
  /** Codes of its problem documents; of `default`, by status. */
  'x-codes'?: string[] | Record<string, string[]>;
}

export interface Operation {
  method: string;
  /** Template, such as `/status/{sim_id}`. */
  path: string;
  parameters: Parameter[];
  body: { schema: Schema; examples: unknown[] } | null;
  responses: Record<string, Declared>;
}

export interface OpenApi {
  paths: Record<string, Record<string, RawOperation>>;
  components: { schemas: Record<string, Schema> };
}

interface RawOperation {
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: Schema; examples?: Record<string, { value: unknown }> }> };
  responses: Record<string, Declared>;
}

export function operationsOf({ paths }: OpenApi): Operation[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, { parameters = [], requestBody, responses }]) => {
      const media = requestBody?.content['application/json'];
      const body = media ? { schema: media.schema, examples: Object.values(media.examples ?? {}).map(({ value }) => value) } : null;
      return { method: method.toUpperCase(), path, parameters, body, responses };
    }),
  );
}
