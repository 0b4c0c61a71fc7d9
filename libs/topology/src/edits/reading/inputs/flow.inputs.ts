import { DEFAULT_LIMITS } from '../../../model/defaults.js';
import type { FlowChanges } from '../../../model/edit.js';
import { Adopts } from '../../../request/fields/field.js';
import { ListField, ObjectField } from '../../../request/fields/structure-field.js';
import { FlowInput } from '../../../request/inputs/flow.input.js';
import { SentFlowChangesInput } from './changes.inputs.js';
import { FlowIdField, OperationField } from './members.js';

export class AddFlowEditInput {
  @OperationField('add_flow') operation: 'add_flow';

  @ObjectField(() => FlowInput, {
    required: true,
    description: 'The flow; what is left out is as in a new simulation',
    example: { from: 'A', to: 'C', rate_pps: 100 },
  })
  flow: FlowInput;
}

/** What changes may stand in `changes`, or beside the id of the flow. */
@Adopts(SentFlowChangesInput)
export class UpdateFlowEditInput {
  @OperationField('update_flow') operation: 'update_flow';
  @FlowIdField flow_id: string;

  @ObjectField(() => SentFlowChangesInput, {
    description: 'What changes; its members may also stand beside `flow_id`, in place of `changes`',
    example: { rate_pps: 200 },
  })
  changes?: (FlowChanges & { rate_mbps?: number | null }) | null;
}

export class StopFlowEditInput {
  @OperationField('stop_flow') operation: 'stop_flow';
  @FlowIdField flow_id: string;
}

export class SetTrafficEditInput {
  @OperationField('set_traffic') operation: 'set_traffic';

  @ListField(
    { of: () => FlowInput, least: 0, most: 'flows', accepted: 'a list of flow objects' },
    {
      required: true,
      description: `Who sends what to whom from now on, at most ${DEFAULT_LIMITS.flows} flows: others stop, and those that are there already go on as they are, or change`,
      example: [{ from: 'A', to: 'C', rate_pps: 100 }],
    },
  )
  traffic: FlowInput[];
}
