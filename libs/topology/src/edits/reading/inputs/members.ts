import type { Edit } from '../../../model/edit.js';
import { MAX_DERIVED_ID_LENGTH, MAX_ID_LENGTH } from '../../../request/bounds.js';
import { ChoiceField, TextField } from '../../../request/fields/text-field.js';

/*
 * Members that several operations have, as `PUT /edit/{sim_id}` takes them.
 */

/** What an edit can be asked to do: the names of effective edits, and what is turned into several of them. */
export type RequestedOperation = Edit['operation'] | 'set_traffic';

/** The name of the operation, one for each class. */
export function OperationField(name: RequestedOperation): PropertyDecorator {
  return ChoiceField({ of: [name], required: true, description: 'What to do', example: name });
}

export const NodeIdField = TextField({
  required: true,
  minLength: 1,
  maxLength: MAX_ID_LENGTH,
  description: 'Id of the node',
  example: 'B',
});

export const LinkIdField = TextField({
  minLength: 1,
  maxLength: MAX_DERIVED_ID_LENGTH,
  description: 'Id of the link; left out, `from` and `to` name it',
  example: 'A-B',
});

export const LinkFromField = TextField({
  minLength: 1,
  maxLength: MAX_ID_LENGTH,
  description: 'Id of the node from which the link leads, or at either end of one that is not directed; in place of `link_id`, with `to`',
  example: 'A',
});

export const LinkToField = TextField({
  minLength: 1,
  maxLength: MAX_ID_LENGTH,
  description: 'Id of the node at the other end; just one link may lead there',
  example: 'B',
});

export const FlowIdField = TextField({
  required: true,
  minLength: 1,
  maxLength: MAX_DERIVED_ID_LENGTH,
  description: 'Id of the flow',
  example: 'A-C',
});
