import { at } from '@skein/problem';
import { fieldsOf, type InputClass } from '../../request/fields/field.js';
import { isObject } from '../../request/reading/examine.js';
import { given } from '../../request/rules/sent.js';
import type { EditContext } from '../operation.js';
import { NULLABLE_CHANGES } from './inputs/changes.inputs.js';

/** Changes as they were sent, and where they stand. */
export interface SentChanges {
  changes: Readonly<Record<string, unknown>>;
  pointer: string;
}

/**
 * What an update is to change: the members of `changes`, or those beside it, but not of both. What is empty, or null for no reason, is
 * reported.
 * @param input the class of the changes
 */
export function changesIn(
  sent: Readonly<Record<string, unknown>>,
  input: InputClass,
  pointer: string,
  { problems, examination }: EditContext,
): SentChanges {
  const fields = fieldsOf(input);
  const names = [...fields.keys()];
  const beside = names.filter((name) => sent[name] !== undefined);
  const place = at(pointer, 'changes');
  const inside = given(sent.changes);
  const found: SentChanges = inside
    ? { changes: isObject(sent.changes) ? sent.changes : {}, pointer: place }
    : { changes: Object.fromEntries(beside.map((name) => [name, sent[name]])), pointer };
  if (inside && beside.length > 0)
    problems.add(at(pointer, beside[0]), `${beside[0]} stands beside changes; give all that changes in one place.`, {
      value: sent[beside[0]],
      accepted: 'either changes, or its members in its place',
    });
  else if (!inside && beside.length === 0)
    problems.add(place, 'changes is missing; say what is to change.', { accepted: `at least one of ${names.join(', ')}` });
  else if (isObject(sent.changes) && Object.values(sent.changes).every((member) => member === undefined))
    problems.add(place, 'changes is empty; say what is to change.', {
      value: sent.changes,
      accepted: `at least one of ${names.join(', ')}`,
    });
  for (const field of fields.values())
    if (found.changes[field.name] === null && !NULLABLE_CHANGES.has(field.name))
      examination.refused(field, null, at(found.pointer, field.name));
  return found;
}
