import type { Edit } from '../model/edit.js';
import { isObject } from '../request/reading/examine.js';
import { EditInput } from './edit-inputs.js';
import type { EditContext } from './operation.js';
import { operationOf } from './operations.js';

/** Makes an edit where it is right and nothing before it was wrong; else reports what is wrong with it. */
export function stageEdit(edit: unknown, pointer: string, context: EditContext): void {
  const { examination, problems } = context;
  const operation = isObject(edit) ? operationOf(edit.operation) : undefined;
  if (!operation) {
    // Without an operation there is no telling which other members are known.
    examination.object(isObject(edit) ? { operation: edit.operation } : edit, EditInput, pointer);
    return;
  }
  examination.object(edit, operation.input, pointer);
  operation.check(edit as object, pointer, context);
  if (problems.total === 0) operation.carryOut(edit as Edit, context);
}
