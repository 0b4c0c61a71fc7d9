import { IsDefined, IsOptional } from 'class-validator';

/** A class whose members are declared with the field decorators. */
export type InputClass<T extends object = object> = new () => T;

/** What the author of a field says about it, whatever its type. */
export interface FieldOptions {
  description: string;
  required?: boolean;
  /** What stands in when it is left out. */
  default?: unknown;
  /** A value that runs as it stands, together with the other examples. */
  example?: unknown;
}

/** The part of a JSON Schema that does not refer to other classes. */
export interface FieldSchema {
  type?: 'number' | 'integer' | 'string' | 'boolean' | 'array' | 'object';
  minimum?: number;
  exclusiveMinimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  enum?: readonly string[];
  additionalProperties?: FieldSchema;
}

/** The elements of a list. */
export interface ListItems {
  least: number;
  /** A number, or the name of the configurable limit that holds. */
  most: number | 'nodes' | 'links' | 'flows';
  /** The class of its elements; absent for a list of node ids. */
  of?: () => InputClass;
  /** An element that is a string stands for an object with only this member. */
  shorthand?: string;
}

/** All that is known about one member of a request: what validation, refusals, suggestions and the OpenAPI document are made of. */
export interface Field extends FieldOptions {
  name: string;
  /** In words, for refusals: "a number from 0 to 100 (percent)". */
  accepted: string;
  schema: FieldSchema;
  /** A word that is accepted besides the schema's type. */
  word?: string;
  object?: () => InputClass;
  items?: ListItems;
}

const declared = new Map<unknown, Map<string, Field>>();

/** The declared members of a class, by name, in the order of their declaration. */
export function fieldsOf(input: InputClass): ReadonlyMap<string, Field> {
  return declared.get(input) ?? new Map<string, Field>();
}

/** Makes a decorator that records the field and applies class-validator's rules for it. */
export function field(description: Omit<Field, 'name'>, ...rules: PropertyDecorator[]): PropertyDecorator {
  const presence = description.required ? IsDefined() : IsOptional();
  return (prototype, key) => {
    for (const rule of [presence, ...rules]) rule(prototype, key);
    const fields = declared.get(prototype.constructor) ?? new Map<string, Field>();
    declared.set(prototype.constructor, fields.set(String(key), { ...description, name: String(key) }));
  };
}

/** A class with some of the members that another declares, and the same rules for them. */
export function derive<T extends object>(from: InputClass<T>, keeps: (name: keyof T & string) => boolean): InputClass {
  const derived = class extends (from as InputClass) {};
  const kept = [...fieldsOf(from)].filter(([name]) => keeps(name as keyof T & string));
  declared.set(derived, new Map(kept));
  return derived;
}
