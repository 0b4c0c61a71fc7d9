import fc from 'fast-check';
import type { OpenApi, Schema } from './document.js';

/** Strings that have broken something somewhere. */
const NASTY = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\u202e',
  'é'.normalize('NFD'),
  '__proto__',
  'constructor',
  "'; DROP TABLE simulations; --",
].concat(['%00', '../../etc/passwd', '{{7*7}}', '-0', '1e400', 'NaN', 'null', '\uffff', '😀'.repeat(60), 'x'.repeat(300), '\r\nx: y']);

/** Few names, so that links lead to nodes that there are. */
const NAMES = ['A', 'B', 'C', 'A-B', 'A-C', 'B-C'];

const text = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...NAMES) },
  fc.constantFrom(...NASTY),
  fc.string({ unit: 'binary', maxLength: 12 }),
);
export const junk: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom(null, '', [], {}, -1, 0, 0.5, 1e308, -1e-308, 2 ** 53, true, ...NASTY, ...NAMES),
);

/** Makes values as a schema describes them, and, with the chance that `wild` is (of 100), others in the place of any of them. */
export function valuesOf(document: OpenApi, wild: number): (schema: Schema) => fc.Arbitrary<unknown> {
  const made = new Map<string, fc.Arbitrary<unknown>>();

  const of = (schema: Schema): fc.Arbitrary<unknown> => {
    const options = [{ weight: 60, arbitrary: tame(schema) }];
    const examples = [schema.example, schema.default].filter((value) => value !== undefined);
    if (examples.length > 0) options.push({ weight: 40, arbitrary: fc.constantFrom(...examples) });
    if (schema.nullable) options.push({ weight: 10, arbitrary: fc.constant(null) });
    if (wild > 0) options.push({ weight: wild, arbitrary: junk });
    return fc.oneof(...options);
  };

  const named = (reference: string): fc.Arbitrary<unknown> => {
    const name = reference.slice('#/components/schemas/'.length);
    const known = made.get(name);
    if (known) return known;
    const arbitrary = of(document.components.schemas[name]);
    made.set(name, arbitrary);
    return arbitrary;
  };

  const tame = (schema: Schema): fc.Arbitrary<unknown> => {
    if (schema.$ref) return named(schema.$ref);
    if (schema.allOf) return of(schema.allOf[0]);
    if (schema.oneOf) return fc.oneof(...schema.oneOf.map(of));
    if (schema.enum) return fc.constantFrom(...schema.enum);
    if (schema.type === 'object') return object(schema);
    if (schema.type === 'array') return fc.array(of(schema.items ?? {}), { minLength: Math.min(schema.minItems ?? 0, 3), maxLength: 4 });
    if (schema.type === 'boolean') return fc.boolean();
    if (schema.type === 'integer' || schema.type === 'number') return number(schema);
    return schema.type === 'string' ? text : junk;
  };

  const object = ({ properties = {}, required = [], additionalProperties }: Schema): fc.Arbitrary<unknown> => {
    const members = Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, of(schema)]));
    const declared = fc.record(members, {
      requiredKeys: wild > 0 ? [] : required.filter((name) => name in members),
      noNullPrototype: true,
    });
    if (typeof additionalProperties !== 'object' && wild === 0) return declared;
    const others = fc.dictionary(text, typeof additionalProperties === 'object' ? of(additionalProperties) : junk, {
      maxKeys: 2,
      noNullPrototype: true,
    });
    return fc
      .tuple(declared, fc.oneof({ weight: 9, arbitrary: fc.constant({}) }, others))
      .map(([known, other]) => ({ ...known, ...other }));
  };

  return of;
}

function number({ type, minimum = -1e9, maximum = 1e9 }: Schema): fc.Arbitrary<number> {
  const within = [minimum, maximum, 0, 1, 2, 10].filter((value) => value >= minimum && value <= maximum);
  const least = Math.max(minimum, 0);
  const most = Math.min(maximum, least + 100);
  const some =
    type === 'integer' ? fc.integer({ min: Math.ceil(least), max: Math.floor(most) }) : fc.double({ min: least, max: most, noNaN: true });
  return fc.oneof({ weight: 1, arbitrary: fc.constantFrom(...within) }, { weight: 4, arbitrary: some });
}
