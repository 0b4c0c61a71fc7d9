import { ApiExtraModels, ApiProperty, getSchemaPath, type ApiPropertyOptions, type OpenAPIObject } from '@nestjs/swagger';
import { fieldsOf, type Field, type FieldSchema, type InputClass, type ListItems } from '../../request/fields/field.js';
import { MAX_ID_LENGTH } from '../../request/bounds.js';

/** A schema, or a reference to one. */
type Schema = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];

/** Gives the declared members of an input class their place in the OpenAPI document: what validation knows is all that it says. */
export function applyFields(input: InputClass): void {
  for (const field of fieldsOf(input).values()) {
    ApiProperty(propertyOf(field))(input.prototype as object, field.name);
    for (const other of othersOf(field)) ApiExtraModels(other)(input);
  }
}

/** The classes to which a field's schema refers, but for one that is its type. */
function othersOf({ items, object, shorthand }: Field): readonly InputClass[] {
  if (object && shorthand !== undefined) return [object()];
  return items?.oneOf?.classes() ?? (items?.of ? [items.of()] : []);
}

/** One of several schemas, told apart by the one word that a member of this name may be in each. */
export function oneOf(classes: readonly InputClass[], by: string): Schema {
  const words = classes.map((input): [string, string] => [fieldsOf(input).get(by)?.schema.enum?.[0] ?? '', getSchemaPath(input)]);
  return { oneOf: words.map(([, $ref]) => ({ $ref })), discriminator: { propertyName: by, mapping: Object.fromEntries(words) } };
}

function propertyOf(field: Field): ApiPropertyOptions {
  const { description, required = false, default: standIn, example, object, shorthand } = field;
  const described = {
    description,
    required,
    ...(standIn === undefined ? {} : { default: standIn }),
    ...(example === undefined ? {} : { example }),
  };
  const alone = object && shorthand === undefined;
  // Where the schema has no type of its own: members that are adopted from another class have none that the compiler wrote down.
  return { ...described, type: Object, ...(alone ? { type: object() } : schemaOf(field)) } as ApiPropertyOptions;
}

function schemaOf({ schema, word, items, object, shorthand }: Field): Schema {
  if (object) return elementOf({ of: object, ...(shorthand === undefined ? {} : { shorthand }) });
  if (schema.type === 'array' && items) return listOf(items);
  const alone = openApi(schema);
  if (word !== undefined) return { oneOf: [alone, { type: 'string', enum: [word] }] };
  return items ? { oneOf: [alone, listOf(items)] } : alone;
}

function listOf({ least, most, ...element }: ListItems): Schema {
  const size = { ...(least > 0 ? { minItems: least } : {}), ...(typeof most === 'number' ? { maxItems: most } : {}) };
  return { type: 'array', items: elementOf(element), ...size };
}

function elementOf({ of, oneOf: several, shorthand }: Pick<ListItems, 'of' | 'oneOf' | 'shorthand'>): Schema {
  if (several) return oneOf(several.classes(), several.by);
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
