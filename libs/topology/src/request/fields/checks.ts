import { getMetadataStorage } from './rules.js';
import { fieldsOf, type Field, type InputClass } from './field.js';

/** One declared member with class-validator's rules for it. */
export interface FieldCheck {
  field: Field;
  /** Whether a value that was given is of the field's type and range; what is inside objects and lists is not looked at. */
  accepts: Applies;
}

type Applies = (owner: object, value: unknown) => boolean;
type Metadata = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number];

const compiled = new Map<InputClass, readonly FieldCheck[]>();

/**
 * Class-validator's rules of a class, ready to run. Its own executor looks the rules up again and makes an error object for each
 * member of each object it sees: 50 000 links took it 0.3 s, and the same rules run directly 0.04 s.
 */
export function checksOf(input: InputClass): readonly FieldCheck[] {
  const known = compiled.get(input);
  if (known) return known;
  const storage = getMetadataStorage();
  const checks = [...fieldsOf(input).values()].map((field) => {
    const rules = storage.getTargetValidationMetadatas(field.owner, '', false, false);
    const own = rules.filter(({ propertyName }) => propertyName === field.name);
    return checkOf(field, own);
  });
  compiled.set(input, checks);
  return checks;
}

function checkOf(field: Field, rules: readonly Metadata[]): FieldCheck {
  const conditions = rules.filter(({ type }) => type === 'conditionalValidation').map((rule) => (rule.constraints as Applies[])[0]);
  const constraints = rules.filter(({ type }) => type === 'customValidation').flatMap((rule) => constraintsOf(rule, field));
  return {
    field,
    accepts: (owner, value) =>
      conditions.some((applies) => !applies(owner, value)) || constraints.every((constraint) => constraint(owner, value)),
  };
}

function constraintsOf(rule: Metadata, { name: property, owner: { name: targetName } }: Field): Applies[] {
  const constraints = rule.constraints as unknown[];
  return getMetadataStorage()
    .getTargetValidatorConstraints(rule.constraintCls)
    .map(
      ({ instance }) =>
        (object, value) =>
          instance.validate(value, { targetName, property, object, value, constraints }) as boolean,
    );
}
