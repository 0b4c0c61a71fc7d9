import type { LinkChanges } from '../../../model/edit.js';
import { ObjectField } from '../../../request/fields/structure-field.js';
import { LinkInput } from '../../../request/inputs/link.input.js';
import { Adopts } from '../../../request/fields/field.js';
import { SentLinkChangesInput } from './changes.inputs.js';
import { LinkFromField, LinkIdField, LinkToField, OperationField } from './members.js';

/** How a link is named: by its id, or by its ends. */
export interface LinkReference {
  link_id?: string | null;
  from?: string | null;
  to?: string | null;
}

export class AddLinkEditInput {
  @OperationField('add_link') operation: 'add_link';

  @ObjectField(() => LinkInput, {
    required: true,
    description: 'The link; what is left out is as in a new simulation',
    example: { from: 'A', to: 'C', latency: 20 },
  })
  link: LinkInput;
}

export class RemoveLinkEditInput implements LinkReference {
  @OperationField('remove_link') operation: 'remove_link';
  @LinkIdField link_id?: string | null;
  @LinkFromField from?: string | null;
  @LinkToField to?: string | null;
}

export class FailLinkEditInput implements LinkReference {
  @OperationField('fail_link') operation: 'fail_link';
  @LinkIdField link_id?: string | null;
  @LinkFromField from?: string | null;
  @LinkToField to?: string | null;
}

export class RestoreLinkEditInput implements LinkReference {
  @OperationField('restore_link') operation: 'restore_link';
  @LinkIdField link_id?: string | null;
  @LinkFromField from?: string | null;
  @LinkToField to?: string | null;
}

/** What changes may stand in `changes`, or beside the name of the link. */
@Adopts(SentLinkChangesInput)
export class UpdateLinkEditInput implements LinkReference {
  @OperationField('update_link') operation: 'update_link';
  @LinkIdField link_id?: string | null;
  @LinkFromField from?: string | null;
  @LinkToField to?: string | null;

  @ObjectField(() => SentLinkChangesInput, {
    description: 'What changes; its members may also stand beside `link_id`, in place of `changes`',
    example: { latency: 25 },
  })
  changes?: LinkChanges | null;
}
