import { IsDefined, IsOptional } from './rules.js';

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
  /** The class of its elements; absent for a list of node ids, and where each may be of another class. */
  of?: () => InputClass;
  /** The classes of which each element is one, told apart by a member of this name; whoever has the list examines them. */
  oneOf?: { classes: () => readonly InputClass[]; by: string };
  /** An element that is a string stands for an object with only this member. */
  shorthand?: string;
}

/** All that is known about one member of a request: what validation, refusals, suggestions and the OpenAPI document are made of. */
export interface Field extends FieldOptions {
  name: string;
  /** The class that declares it, by whose rules it is checked. */
  owner: InputClass;
  /** In words, for refusals: "a number from 0 to 100 (percent)". */
  accepted: string;
  schema: FieldSchema;
  /** A word that is accepted besides the schema's type. */
  word?: string;
  object?: () => InputClass;
  /** A string in place of the object stands for an object with only this member. */
  shorthand?: string;
  items?: ListItems;
}

const declared = new Map<unknown, Map<string, Field>>();

/** The declared members of a class, by name, in the order of their declaration. */
export function fieldsOf(input: InputClass): ReadonlyMap<string, Field> {
  return declared.get(input) ?? new Map<string, Field>();
}

/** Makes a decorator that records the field and applies class-validator's rules for it. */
export function field(description: Omit<Field, 'name' | 'owner'>, ...rules: PropertyDecorator[]): PropertyDecorator {
  const presence = description.required ? IsDefined() : IsOptional();
  return (prototype, key) => {
    for (const rule of [presence, ...rules]) rule(prototype, key);
    const owner = prototype.constructor as InputClass;
    const fields = declared.get(owner) ?? new Map<string, Field>();
    declared.set(owner, fields.set(String(key), { ...description, name: String(key), owner }));
  };
}

/**
 * Gives a class members that another declares, with the same rules. Those that it declares itself come first, and take the place of
 * others of the same name.
 * @param pick answers what to say about a member, or null to leave it out
 */
export function Adopts(from: InputClass, pick: (field: Field) => Field | null = (field) => field): ClassDecorator {
  return (target) => {
    const fields = declared.get(target) ?? new Map<string, Field>();
    for (const field of fieldsOf(from).values()) {
      const picked = fields.has(field.name) ? null : pick(field);
      if (picked) fields.set(field.name, picked);
    }
    declared.set(target, fields);
  };
}
