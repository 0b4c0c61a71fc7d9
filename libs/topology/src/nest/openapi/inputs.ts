import { ConfigInput, RoutingInput } from '../../request/inputs/config.input.js';
import { FlowInput } from '../../request/inputs/flow.input.js';
import { GilbertElliottInput } from '../../request/inputs/gilbert-elliott.input.js';
import { LinkInput } from '../../request/inputs/link.input.js';
import { NodeInput } from '../../request/inputs/node.input.js';
import { PacketSizeInput } from '../../request/inputs/packet-size.input.js';
import { PlacementInput } from '../../request/inputs/placement.input.js';
import { SimulationRequestInput } from '../../request/inputs/simulation-request.input.js';
import { SpeedInput } from '../../request/inputs/speed.input.js';
import { TopologyInput } from '../../request/inputs/topology.input.js';
import { applyFields } from './apply-fields.js';

const INPUTS = [
  NodeInput,
  GilbertElliottInput,
  LinkInput,
  TopologyInput,
  PacketSizeInput,
  FlowInput,
  PlacementInput,
  RoutingInput,
  ConfigInput,
  SimulationRequestInput,
  SpeedInput,
];
INPUTS.forEach(applyFields);

export {
  ConfigInput,
  FlowInput,
  GilbertElliottInput,
  LinkInput,
  NodeInput,
  PacketSizeInput,
  PlacementInput,
  RoutingInput,
  SimulationRequestInput,
  SpeedInput,
  TopologyInput,
};
