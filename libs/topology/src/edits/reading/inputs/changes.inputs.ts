import type { FlowChanges, LinkChanges } from '../../../model/edit.js';
import { Adopts, type Field } from '../../../request/fields/field.js';
import { FlowInput } from '../../../request/inputs/flow.input.js';
import { LinkInput } from '../../../request/inputs/link.input.js';
import { FLOW_CHANGES, LINK_CHANGES } from '../../edit-inputs.js';

/** Where what is said of a new link or flow does not hold for a change of one. */
const DESCRIPTIONS: Readonly<Record<string, string>> = {
  loss_percent: 'Chance that a packet is lost on one traversal, percent; in place of `gilbert_elliott`',
  queue_packets: 'Drop-tail limit of each direction, packets, the one in service included; in place of `queue_bytes`',
  stop_sec: 'Simulated time of its end, seconds, later than that of the edit; null: it lasts until the end',
};

/** For which members null is a value; for the others there is nothing that it could stand for. */
export const NULLABLE_CHANGES: ReadonlySet<string> = new Set([
  'loss_percent',
  'gilbert_elliott',
  'queue_packets',
  'queue_bytes',
  'stop_sec',
] satisfies (keyof LinkChanges | keyof FlowChanges)[]);

/** A member that may change: left out it stays as it is, so there is no default. */
function changing({ default: _standIn, ...field }: Field): Field {
  return { ...field, description: DESCRIPTIONS[field.name] ?? field.description };
}

/** What of a link can be asked to change. */
@Adopts(LinkInput, (field) => (LINK_CHANGES.has(field.name) ? changing(field) : null))
export class SentLinkChangesInput {}

/** What of a flow can be asked to change. */
@Adopts(FlowInput, (field) => (FLOW_CHANGES.has(field.name) || field.name === 'rate_mbps' ? changing(field) : null))
export class SentFlowChangesInput {}
