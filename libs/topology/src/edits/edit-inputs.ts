import type { Edit, FlowChanges, LinkChanges } from '../model/edit.js';
import { MAX_ID_LENGTH } from '../request/bounds.js';
import { derive } from '../request/fields/field.js';
import { ObjectField } from '../request/fields/structure-field.js';
import { ChoiceField, TextField } from '../request/fields/text-field.js';
import { FlowInput } from '../request/inputs/flow.input.js';
import { LinkInput } from '../request/inputs/link.input.js';
import { NodeInput } from '../request/inputs/node.input.js';

/*
 * The shapes of edits: what is declared here is examined as requests are, by the same rules for the same members.
 */

type OperationName = Edit['operation'];

const OPERATION_NAMES = Object.keys({
  add_router: true,
  remove_router: true,
  add_link: true,
  remove_link: true,
  update_link: true,
  fail_link: true,
  restore_link: true,
  fail_router: true,
  restore_router: true,
  add_flow: true,
  update_flow: true,
  stop_flow: true,
} satisfies Record<OperationName, true>);

const LINK_CHANGES: ReadonlySet<string> = new Set([
  'latency',
  'bandwidth_mbps',
  'loss_percent',
  'gilbert_elliott',
  'jitter_ms',
  'queue_packets',
  'queue_bytes',
] satisfies (keyof LinkChanges)[]);

const FLOW_CHANGES: ReadonlySet<string> = new Set([
  'rate_pps',
  'arrivals',
  'packet_bytes',
  'stop_sec',
  'periods',
  'on_sec',
  'off_sec',
] satisfies (keyof FlowChanges)[]);

/** A flow whose rate is in packets: what an effective one has. */
export const LiveFlowInput = derive(FlowInput, (name) => name !== 'rate_mbps');
export const LinkChangesInput = derive(LinkInput, (name) => LINK_CHANGES.has(name));
export const FlowChangesInput = derive(FlowInput, (name) => FLOW_CHANGES.has(name));

const operation = ChoiceField({ of: OPERATION_NAMES, required: true, description: 'What to do' });
const reference = (what: string) => TextField({ required: true, minLength: 1, maxLength: MAX_ID_LENGTH, description: `Id of the ${what}` });

/** Any edit, before its operation is known. */
export class EditInput {
  @operation operation: OperationName;
}

export class AddRouterInput {
  @operation operation: OperationName;
  @ObjectField(() => NodeInput, { required: true, description: 'The node' })
  node: NodeInput;
}

export class RouterReferenceInput {
  @operation operation: OperationName;
  @reference('node') node_id: string;
}

export class AddLinkInput {
  @operation operation: OperationName;
  @ObjectField(() => LinkInput, { required: true, description: 'The link' })
  link: LinkInput;
}

export class LinkReferenceInput {
  @operation operation: OperationName;
  @reference('link') link_id: string;
}

export class UpdateLinkInput {
  @operation operation: OperationName;
  @reference('link') link_id: string;
  @ObjectField(() => LinkChangesInput, { required: true, description: 'What changes' })
  changes: LinkChanges;
}

export class AddFlowInput {
  @operation operation: OperationName;
  @ObjectField(() => LiveFlowInput, { required: true, description: 'The flow' })
  flow: object;
}

export class FlowReferenceInput {
  @operation operation: OperationName;
  @reference('flow') flow_id: string;
}

export class UpdateFlowInput {
  @operation operation: OperationName;
  @reference('flow') flow_id: string;
  @ObjectField(() => FlowChangesInput, { required: true, description: 'What changes' })
  changes: FlowChanges;
}
