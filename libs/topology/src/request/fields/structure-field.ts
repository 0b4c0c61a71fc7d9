import { IsArray, IsObject } from 'class-validator';
import { field, type FieldOptions, type FieldSchema, type InputClass, type ListItems } from './field.js';

/** An object with declared members. */
export function ObjectField(object: () => InputClass, described: FieldOptions): PropertyDecorator {
  return field({ ...described, accepted: 'an object', schema: {}, object }, IsObject());
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
