import { MAX_OPERATIONS } from '../../../request/bounds.js';
import type { InputClass } from '../../../request/fields/field.js';
import { ListField } from '../../../request/fields/structure-field.js';
import { AddFlowEditInput, SetTrafficEditInput, StopFlowEditInput, UpdateFlowEditInput } from './flow.inputs.js';
import { AddLinkEditInput, FailLinkEditInput, RemoveLinkEditInput, RestoreLinkEditInput, UpdateLinkEditInput } from './link.inputs.js';
import { type RequestedOperation } from './members.js';
import { AddRouterEditInput, FailRouterEditInput, RemoveRouterEditInput, RestoreRouterEditInput } from './router.inputs.js';

/** The form of each operation that `PUT /edit/{sim_id}` takes, by its name. */
export const EDIT_INPUT_OF = {
  add_router: AddRouterEditInput,
  remove_router: RemoveRouterEditInput,
  fail_router: FailRouterEditInput,
  restore_router: RestoreRouterEditInput,
  add_link: AddLinkEditInput,
  remove_link: RemoveLinkEditInput,
  update_link: UpdateLinkEditInput,
  fail_link: FailLinkEditInput,
  restore_link: RestoreLinkEditInput,
  add_flow: AddFlowEditInput,
  update_flow: UpdateFlowEditInput,
  stop_flow: StopFlowEditInput,
  set_traffic: SetTrafficEditInput,
} as const satisfies Record<RequestedOperation, InputClass>;

export type EditInputOf<O extends RequestedOperation> = InstanceType<(typeof EDIT_INPUT_OF)[O]>;

/** Several operations, of which all are carried out or none. */
export class EditListInput {
  @ListField(
    {
      oneOf: { classes: () => Object.values(EDIT_INPUT_OF), by: 'operation' },
      least: 1,
      most: MAX_OPERATIONS,
      accepted: 'a list of operations',
    },
    {
      required: true,
      description: 'What to do, in this order and at the same simulated time; all of it or nothing',
      example: [
        { operation: 'add_router', node: 'D' },
        { operation: 'add_link', link: { from: 'C', to: 'D', latency: 5 } },
      ],
    },
  )
  operations: EditInputOf<RequestedOperation>[];
}
