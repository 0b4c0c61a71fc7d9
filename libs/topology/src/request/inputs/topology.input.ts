import { DEFAULT_LIMITS } from '../../model/defaults.js';
import { ListField } from '../fields/structure-field.js';
import { EXAMPLE_TOPOLOGY } from './examples.js';
import { LinkInput } from './link.input.js';
import { NodeInput } from './node.input.js';

/** A network. */
export class TopologyInput {
  @ListField(
    { of: () => NodeInput, shorthand: 'id', least: 1, most: 'nodes', accepted: 'a list of node ids and node objects' },
    {
      required: true,
      description: `At least 1, at most ${DEFAULT_LIMITS.nodes} unless the server says otherwise`,
      example: EXAMPLE_TOPOLOGY.nodes,
    },
  )
  nodes: (NodeInput | string)[];

  @ListField(
    { of: () => LinkInput, least: 0, most: 'links', accepted: 'a list of link objects' },
    {
      default: [],
      description: `At most ${DEFAULT_LIMITS.links} unless the server says otherwise`,
      example: EXAMPLE_TOPOLOGY.links,
    },
  )
  links?: LinkInput[] | null;
}
