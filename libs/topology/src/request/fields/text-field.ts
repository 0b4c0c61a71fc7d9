import { IsBoolean, IsIn, ValidateBy } from './rules.js';
import { field, type FieldOptions } from './field.js';
import { isText } from './text.js';

/** A string that PostgreSQL can keep. */
export function TextField({
  minLength,
  maxLength,
  ...described
}: FieldOptions & { minLength: number; maxLength: number }): PropertyDecorator {
  return field(
    { ...described, accepted: textInWords(minLength, maxLength), schema: { type: 'string', minLength, maxLength } },
    // Not class-validator's Length: it does not count variation selectors, so that a string of nothing else would have no limit.
    ValidateBy({
      name: 'isText',
      constraints: [minLength, maxLength],
      validator: { validate: (value: unknown) => isText(value, minLength, maxLength) },
    }),
  );
}

/** One of some words. */
export function ChoiceField({ of, ...described }: FieldOptions & { of: readonly string[] }): PropertyDecorator {
  const accepted = of.map((word) => JSON.stringify(word)).join(' or ');
  return field({ ...described, accepted, schema: { type: 'string', enum: of } }, IsIn(of));
}

export function FlagField(described: FieldOptions): PropertyDecorator {
  return field({ ...described, accepted: 'true or false', schema: { type: 'boolean' } }, IsBoolean());
}

export function textInWords(minLength: number, maxLength: number): string {
  const length = minLength === 0 ? `at most ${maxLength}` : `${minLength} to ${maxLength}`;
  return `a string of ${length} characters, without NUL and unpaired surrogates`;
}
