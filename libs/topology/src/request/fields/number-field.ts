import { IsInt, IsNumber, Max, Min, ValidateBy, ValidateIf } from './rules.js';
import { field, type FieldOptions, type ListItems } from './field.js';

export interface NumberOptions extends FieldOptions {
  minimum?: number;
  /** The value itself is not accepted any more. */
  exclusiveMinimum?: number;
  maximum?: number;
  integer?: boolean;
  unit?: string;
  /** A word accepted in place of a number. */
  word?: string;
  /** A list accepted in place of a number, with what it is in words. */
  orList?: ListItems & { accepted: string };
}

/** A finite JSON number within a range; a string of digits is none. */
export function NumberField(options: NumberOptions): PropertyDecorator {
  const { minimum, exclusiveMinimum, maximum, integer, unit: _unit, word, orList, ...described } = options;
  const rules = [
    integer ? IsInt() : IsNumber(),
    ...(minimum === undefined ? [] : [Min(minimum)]),
    ...(exclusiveMinimum === undefined ? [] : [IsAbove(exclusiveMinimum)]),
    ...(maximum === undefined ? [] : [Max(maximum)]),
    ...(word === undefined ? [] : [ValidateIf((_, value) => value !== word)]),
    ...(orList === undefined ? [] : [ValidateIf((_, value) => !Array.isArray(value))]),
  ];
  const schema = { type: integer ? 'integer' : 'number', ...defined({ minimum, exclusiveMinimum, maximum }) } as const;
  return field({ ...described, accepted: inWords(options), schema, ...defined({ word, items: orList }) }, ...rules);
}

function IsAbove(bound: number): PropertyDecorator {
  const validate = (value: unknown) => typeof value === 'number' && value > bound;
  return ValidateBy({ name: 'isAbove', constraints: [bound], validator: { validate } });
}

function inWords({ minimum, exclusiveMinimum, maximum, integer, unit, word, orList }: NumberOptions): string {
  const kind = integer ? 'whole number' : maximum === undefined ? 'finite number' : 'number';
  const least = minimum === undefined ? '' : ` from ${minimum}`;
  const above = exclusiveMinimum === undefined ? '' : ` above ${exclusiveMinimum}`;
  const most = maximum === undefined ? '' : ` up to ${maximum}`;
  const alternatives = [...(word === undefined ? [] : [JSON.stringify(word)]), ...(orList === undefined ? [] : [orList.accepted])];
  return [`a ${kind}${least}${above}${most}${unit ? ` (${unit})` : ''}`, ...alternatives].join(', or ');
}

function defined<T extends object>(members: T): Partial<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Partial<T>;
}
