import type { Edit, FlowChanges, LinkChanges } from '../model/edit.js';
import { MAX_DERIVED_ID_LENGTH, MAX_ID_LENGTH } from '../request/bounds.js';
import { Adopts } from '../request/fields/field.js';
import { ObjectField } from '../request/fields/structure-field.js';
import { ChoiceField, TextField } from '../request/fields/text-field.js';
import { FlowInput } from '../request/inputs/flow.input.js';
import { LinkInput } from '../request/inputs/link.input.js';
import { NodeInput } from '../request/inputs/node.input.js';

/*
 * The shapes of edits: what is declared here is examined as requests are, by the same rules for the same members.
 */

type OperationName = Edit['operation'];

export const OPERATION_NAMES = Object.keys({
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

export const LINK_CHANGES: ReadonlySet<string> = new Set([
  'latency',
  'bandwidth_mbps',
  'loss_percent',
  'gilbert_elliott',
  'jitter_ms',
  'queue_packets',
  'queue_bytes',
] satisfies (keyof LinkChanges)[]);

export const FLOW_CHANGES: ReadonlySet<string> = new Set([
  'rate_pps',
  'arrivals',
  'packet_bytes',
  'stop_sec',
  'periods',
  'on_sec',
  'off_sec',
] satisfies (keyof FlowChanges)[]);

/** An id that was given, or made of those of two nodes. */
const derivedId = (description: string) => TextField({ required: true, minLength: 1, maxLength: MAX_DERIVED_ID_LENGTH, description });

/** A link that has an id. */
@Adopts(LinkInput)
export class LiveLinkInput {
  @derivedId('Unique among the links') id: string;
}

/** A flow that has an id, and a rate in packets. */
@Adopts(FlowInput, (field) => (field.name === 'rate_mbps' ? null : field))
export class LiveFlowInput {
  @derivedId('Unique among the flows') id: string;
}

@Adopts(LinkInput, (field) => (LINK_CHANGES.has(field.name) ? field : null))
export class LinkChangesInput {}

@Adopts(FlowInput, (field) => (FLOW_CHANGES.has(field.name) ? field : null))
export class FlowChangesInput {}

const operation = ChoiceField({ of: OPERATION_NAMES, required: true, description: 'What to do' });
const nodeId = TextField({ required: true, minLength: 1, maxLength: MAX_ID_LENGTH, description: 'Id of the node' });
const linkId = derivedId('Id of the link');
const flowId = derivedId('Id of the flow');

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
  @nodeId node_id: string;
}

export class AddLinkInput {
  @operation operation: OperationName;
  @ObjectField(() => LiveLinkInput, { required: true, description: 'The link' })
  link: LiveLinkInput;
}

export class LinkReferenceInput {
  @operation operation: OperationName;
  @linkId link_id: string;
}

export class UpdateLinkInput {
  @operation operation: OperationName;
  @linkId link_id: string;
  @ObjectField(() => LinkChangesInput, { required: true, description: 'What changes' })
  changes: LinkChanges;
}

export class AddFlowInput {
  @operation operation: OperationName;
  @ObjectField(() => LiveFlowInput, { required: true, description: 'The flow' })
  flow: LiveFlowInput;
}

export class FlowReferenceInput {
  @operation operation: OperationName;
  @flowId flow_id: string;
}

export class UpdateFlowInput {
  @operation operation: OperationName;
  @flowId flow_id: string;
  @ObjectField(() => FlowChangesInput, { required: true, description: 'What changes' })
  changes: FlowChanges;
}
