import { type OpenAPIObject, getSchemaPath } from '@nestjs/swagger';
import { SentFlowChangesInput, SentLinkChangesInput } from '../../edits/reading/inputs/changes.inputs.js';
import { EDIT_INPUT_OF, EditListInput } from '../../edits/reading/inputs/edit-list.input.js';
import type { RequestedOperation } from '../../edits/reading/inputs/members.js';
import type { InputClass } from '../../request/fields/field.js';
import { applyFields, oneOf } from './apply-fields.js';
// What edits refer to must have its place first.
import './inputs.js';

/** The forms of the operations that `PUT /edit/{sim_id}` takes, one for each; a list of them is an `EditListInput`. */
export const EDIT_INPUTS: readonly InputClass[] = Object.values(EDIT_INPUT_OF);

[SentLinkChangesInput, SentFlowChangesInput, ...EDIT_INPUTS, EditListInput].forEach(applyFields);

type Schema = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];

/** What `PUT /edit/{sim_id}` takes; whoever declares it also declares `EDIT_INPUTS` and `EditListInput` as extra models. */
export const EDIT_BODY_SCHEMA: Schema = { oneOf: [oneOf(EDIT_INPUTS, 'operation'), { $ref: getSchemaPath(EditListInput) }] };

/** An edit of each kind, and a list of them, of a simulation of `EXAMPLE_TOPOLOGY` with default traffic; each runs as it stands. */
export const EDIT_EXAMPLES: Readonly<Record<RequestedOperation | 'several', { summary: string; value: object }>> = {
  add_router: {
    summary: 'Add a router',
    value: { operation: 'add_router', node: { id: 'D', label: 'Dublin' } },
  },
  remove_router: {
    summary: 'Remove a router with its links, and the flows that start, end or have their fixed path there',
    value: { operation: 'remove_router', node_id: 'B' },
  },
  fail_router: {
    summary: 'Take a router down, and its links with it',
    value: { operation: 'fail_router', node_id: 'B' },
  },
  restore_router: {
    summary: 'Bring a router up again',
    value: { operation: 'restore_router', node_id: 'B' },
  },
  add_link: {
    summary: 'Add a link; what is left out is as in a new simulation',
    value: { operation: 'add_link', link: { from: 'A', to: 'C', latency: 20 } },
  },
  remove_link: {
    summary: 'Remove a link, named by its ends or by its id',
    value: { operation: 'remove_link', from: 'A', to: 'B' },
  },
  update_link: {
    summary: 'Change a link while packets travel on it',
    value: { operation: 'update_link', link_id: 'A-B', changes: { latency: 25, loss_percent: 1 } },
  },
  fail_link: {
    summary: 'Take a link down',
    value: { operation: 'fail_link', link_id: 'A-B' },
  },
  restore_link: {
    summary: 'Bring a link up again',
    value: { operation: 'restore_link', link_id: 'A-B' },
  },
  add_flow: {
    summary: 'Send more',
    value: { operation: 'add_flow', flow: { from: 'A', to: 'C', rate_mbps: 2 } },
  },
  update_flow: {
    summary: 'Change how a flow sends',
    value: { operation: 'update_flow', flow_id: 'A-C', changes: { rate_pps: 200 } },
  },
  stop_flow: {
    summary: 'Stop a flow',
    value: { operation: 'stop_flow', flow_id: 'A-C' },
  },
  set_traffic: {
    summary: 'Send just this from now on: flows that are there already go on, others stop',
    value: { operation: 'set_traffic', traffic: [{ from: 'A', to: 'C', rate_pps: 100 }] },
  },
  several: {
    summary: 'Several at once: all of them or none',
    value: {
      operations: [
        { operation: 'add_router', node: 'D' },
        { operation: 'add_link', link: { from: 'C', to: 'D', latency: 5 } },
        { operation: 'add_flow', flow: { from: 'A', to: 'D' } },
      ],
    },
  },
};
