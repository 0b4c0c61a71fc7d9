import { DEFAULT_LIMITS, DEFAULT_PRIORITY } from '../../model/defaults.js';
import { MAX_LABEL_NAME_LENGTH, MAX_LABEL_VALUE_LENGTH, MAX_LABELS, MAX_NAME_LENGTH, MAX_PRIORITY, MIN_PRIORITY } from '../bounds.js';
import { NumberField } from '../fields/number-field.js';
import { LabelsField, ListField, ObjectField } from '../fields/structure-field.js';
import { TextField } from '../fields/text-field.js';
import { ConfigInput } from './config.input.js';
import { EXAMPLE_TOPOLOGY } from './examples.js';
import { FlowInput } from './flow.input.js';
import { TopologyInput } from './topology.input.js';

/** What `POST /simulate` takes. For every member that may be left out, null says the same. */
export class SimulationRequestInput {
  @ObjectField(() => TopologyInput, {
    required: true,
    description: 'The network',
    example: EXAMPLE_TOPOLOGY,
  })
  topology: TopologyInput;

  @ObjectField(() => ConfigInput, {
    description: 'How to simulate; each member may be left out alone',
    example: { duration_sec: 60, packet_loss_percent: 0.1, log_level: 'info' },
  })
  config?: ConfigInput | null;

  @ListField(
    { of: () => FlowInput, least: 0, most: 'flows', accepted: 'a list of flow objects' },
    {
      description: `Who sends what to whom, at most ${DEFAULT_LIMITS.flows} flows; left out, light probes between the nodes; an empty list is no traffic`,
      example: [{ from: 'A', to: 'C', rate_pps: 100 }],
    },
  )
  traffic?: FlowInput[] | null;

  @TextField({ minLength: 1, maxLength: MAX_NAME_LENGTH, description: 'What its sender calls the simulation', example: 'three routers' })
  name?: string | null;

  @LabelsField(
    {
      accepted: `an object of at most ${MAX_LABELS} strings of at most ${MAX_LABEL_VALUE_LENGTH} characters, with names of 1 to ${MAX_LABEL_NAME_LENGTH} characters`,
      maxLength: MAX_LABEL_VALUE_LENGTH,
    },
    {
      description:
        "Names and values of the sender's choice. Slots are divided evenly among the values of `user`; who gives none shares with all who give none",
      example: { user: 'ada', team: 'core' },
    },
  )
  labels?: Record<string, string> | null;

  @NumberField({
    integer: true,
    minimum: MIN_PRIORITY,
    maximum: MAX_PRIORITY,
    default: DEFAULT_PRIORITY,
    description: 'Of what waits, a higher one starts first, whoever sent it; what has started goes on',
    example: 0,
  })
  priority?: number | null;
}
