import { ApiExtraModels, ApiProperty, getSchemaPath, type ApiPropertyOptions, type OpenAPIObject } from '@nestjs/swagger';
import { fieldsOf, type Field, type FieldSchema, type InputClass, type ListItems } from '../../request/fields/field.js';
import { MAX_ID_LENGTH } from '../../request/bounds.js';

/** A schema, or a reference to one. */
type Schema = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];

/** Gives the declared members of an input class their place in the OpenAPI document: what validation knows is all that it says. */
export function applyFields(input: InputClass): void {
  for (const field of fieldsOf(input).values()) {
    ApiProperty(propertyOf(field))(input.prototype as object, field.name);
    const element = field.items?.of;
    if (element) ApiExtraModels(element())(input);
  }
}

function propertyOf(field: Field): ApiPropertyOptions {
  const { description, required = false, default: standIn, example, object } = field;
  const described = {
    description,
    required,
    ...(standIn === undefined ? {} : { default: standIn }),
    ...(example === undefined ? {} : { example }),
  };
  return { ...described, ...(object ? { type: object() } : schemaOf(field)) } as ApiPropertyOptions;
}

function schemaOf({ schema, word, items }: Field): Schema {
  if (schema.type === 'array' && items) return listOf(items);
  const alone = openApi(schema);
  if (word !== undefined) return { oneOf: [alone, { type: 'string', enum: [word] }] };
  return items ? { oneOf: [alone, listOf(items)] } : alone;
}

function listOf({ least, most, of, shorthand }: ListItems): Schema {
  const size = { ...(least > 0 ? { minItems: least } : {}), ...(typeof most === 'number' ? { maxItems: most } : {}) };
  return { type: 'array', items: elementOf(of, shorthand), ...size };
}

function elementOf(of: ListItems['of'], shorthand: string | undefined): Schema {
  if (!of) return { type: 'string', minLength: 1, maxLength: MAX_ID_LENGTH };
  const reference = { $ref: getSchemaPath(of()) };
  const short = shorthand === undefined ? undefined : fieldsOf(of()).get(shorthand);
  return short ? { oneOf: [openApi(short.schema), reference] } : reference;
}

/** OpenAPI 3.0 says with a flag what JSON Schema says with a number. */
function openApi({ exclusiveMinimum, enum: words, ...schema }: FieldSchema): Schema {
  return {
    ...schema,
    ...(words === undefined ? {} : { enum: [...words] }),
    ...(exclusiveMinimum === undefined ? {} : { minimum: exclusiveMinimum, exclusiveMinimum: true }),
  } as Schema;
}
