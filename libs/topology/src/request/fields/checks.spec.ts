import { describe, expect, it } from '@jest/globals';
import { validateSync } from 'class-validator';
import fc from 'fast-check';
import { ConfigInput, RoutingInput } from '../inputs/config.input.js';
import { FlowInput } from '../inputs/flow.input.js';
import { GilbertElliottInput } from '../inputs/gilbert-elliott.input.js';
import { LinkInput } from '../inputs/link.input.js';
import { NodeInput } from '../inputs/node.input.js';
import { PacketSizeInput } from '../inputs/packet-size.input.js';
import { SimulationRequestInput } from '../inputs/simulation-request.input.js';
import { TopologyInput } from '../inputs/topology.input.js';
import { checksOf } from './checks.js';
import { fieldsOf, type InputClass } from './field.js';

const INPUTS: InputClass[] = [
  ConfigInput,
  FlowInput,
  GilbertElliottInput,
  LinkInput,
  NodeInput,
  PacketSizeInput,
  RoutingInput,
  SimulationRequestInput,
  TopologyInput,
];

/** Values near every rule's border, and of every type. */
const value = fc.oneof(
  fc.constantFrom<unknown>(
    undefined,
    null,
    '',
    'max',
    '10',
    'poisson',
    'router',
    'x'.repeat(200),
    'x'.repeat(201),
    '\0',
    true,
    [],
    {},
    [1],
  ),
  fc.constantFrom<unknown>(0, -0, 1, 0.5, 90, 90.1, 100, 100.1, 1e6, 1e6 + 1, 1e9, 2 ** 53 - 1, 2 ** 53, Infinity, NaN, -1),
  fc.double(),
  fc.string(),
);

describe("class-validator's rules, run directly", () => {
  it.each(INPUTS)('accept of %p exactly what its own executor accepts', (input) => {
    const members = [...fieldsOf(input).keys()];
    fc.assert(
      fc.property(fc.constantFrom(...members), value, (member, sent) => {
        const instance = Object.assign(new input(), { [member]: sent });
        const refused = validateSync(instance).some(({ property }) => property === member);
        const check = checksOf(input).find(({ field }) => field.name === member);
        expect(check?.accepts(instance, sent)).toBe(!refused);
      }),
      { numRuns: 500 },
    );
  });
});
