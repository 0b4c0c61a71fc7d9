import { IsArray, IsObject, ValidateIf } from './rules.js';
import { field, type FieldOptions, type FieldSchema, type InputClass, type ListItems } from './field.js';

/** An object with declared members; with a shorthand, a string stands for an object with only that member. */
export function ObjectField(
  object: () => InputClass,
  { shorthand, ...described }: FieldOptions & { shorthand?: string },
): PropertyDecorator {
  if (shorthand === undefined) return field({ ...described, accepted: 'an object', schema: {}, object }, IsObject());
  const isObject = [IsObject(), ValidateIf((_, value) => typeof value !== 'string')];
  return field({ ...described, accepted: `its ${shorthand} as a string, or an object`, schema: {}, object, shorthand }, ...isObject);
}

/** A list of objects with declared members, or of node ids. */
export function ListField(items: ListItems & { accepted: string }, described: FieldOptions): PropertyDecorator {
  return field({ ...described, accepted: items.accepted, schema: { type: 'array' }, items }, IsArray());
}

/** An object from names of the sender's choice to strings. */
export function LabelsField(value: { accepted: string; maxLength: number }, described: FieldOptions): PropertyDecorator {
  const schema: FieldSchema = { type: 'object', additionalProperties: { type: 'string', maxLength: value.maxLength } };
  return field({ ...described, accepted: value.accepted, schema }, IsObject());
}
