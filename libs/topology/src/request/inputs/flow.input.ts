import { FLOW_DEFAULTS } from '../../model/defaults.js';
import { ARRIVALS, type Arrivals, PERIODS, type Periods } from '../../model/traffic.js';
import * as bounds from '../bounds.js';
import { NumberField } from '../fields/number-field.js';
import { ListField } from '../fields/structure-field.js';
import { ChoiceField, TextField } from '../fields/text-field.js';
import { PacketSizeInput } from './packet-size.input.js';

/** Packets from one node to another. */
export class FlowInput {
  @TextField({
    minLength: 1,
    maxLength: bounds.MAX_ID_LENGTH,
    description: 'Unique among the flows; left out, it is `from-to`, with `#2`, `#3` … where that is taken',
    example: 'A-C',
  })
  id?: string | null;

  @TextField({ required: true, minLength: 1, maxLength: bounds.MAX_ID_LENGTH, description: 'Id of the sending node', example: 'A' })
  from: string;

  @TextField({ required: true, minLength: 1, maxLength: bounds.MAX_ID_LENGTH, description: 'Id of the receiving node', example: 'C' })
  to: string;

  @NumberField({
    minimum: bounds.MIN_RATE_PPS,
    maximum: bounds.MAX_RATE_PPS,
    unit: 'packets/s',
    default: FLOW_DEFAULTS.rate_pps,
    description: 'Mean packets per second; with `on_off`, the rate during on periods',
    example: 10,
  })
  rate_pps?: number | null;

  @NumberField({
    exclusiveMinimum: 0,
    maximum: bounds.MAX_RATE_MBPS,
    unit: 'Mbit/s',
    description: 'The rate in Mbit/s, in place of `rate_pps`; the mean packet size turns one into the other',
    example: 1,
  })
  rate_mbps?: number | null;

  @ChoiceField({ of: ARRIVALS, default: FLOW_DEFAULTS.arrivals, description: 'How packets follow each other', example: 'poisson' })
  arrivals?: Arrivals | null;

  @NumberField({
    exclusiveMinimum: 0,
    maximum: bounds.MAX_PACKET_BYTES,
    unit: 'bytes',
    orList: { of: () => PacketSizeInput, least: 1, most: bounds.MAX_PACKET_SIZES, accepted: 'a list of {bytes, weight}' },
    default: FLOW_DEFAULTS.packet_bytes,
    description: 'Size on the wire in bytes, not necessarily whole, or sizes to draw from',
    example: 1000,
  })
  packet_bytes?: number | PacketSizeInput[] | null;

  @ListField(
    { least: 2, most: bounds.MAX_PATH_NODES, accepted: 'a list of node ids, each next one joined to the one before by a link' },
    { description: 'Node ids to follow, from `from` to `to`; left out, routing decides', example: ['A', 'B', 'C'] },
  )
  path?: string[] | null;

  @NumberField({
    minimum: 0,
    maximum: bounds.MAX_DURATION_SEC,
    unit: 's',
    default: FLOW_DEFAULTS.start_sec,
    description: 'Simulated time of its beginning, seconds',
    example: 0,
  })
  start_sec?: number | null;

  @NumberField({
    minimum: 0,
    maximum: bounds.MAX_DURATION_SEC,
    unit: 's',
    description: 'Simulated time of its end, seconds; left out, it lasts until the end',
    example: 60,
  })
  stop_sec?: number | null;

  @ChoiceField({
    of: PERIODS,
    default: FLOW_DEFAULTS.periods,
    description:
      'Whether on and off periods are drawn, with `on_sec` and `off_sec` as their means, or all of just that length; only with `on_off`',
    example: 'exponential',
  })
  periods?: Periods | null;

  @NumberField({
    minimum: bounds.MIN_PERIOD_SEC,
    maximum: bounds.MAX_DURATION_SEC,
    unit: 's',
    default: FLOW_DEFAULTS.on_sec,
    description: 'Length of an on period, or their mean, seconds; only with `on_off`',
    example: 1,
  })
  on_sec?: number | null;

  @NumberField({
    minimum: bounds.MIN_PERIOD_SEC,
    maximum: bounds.MAX_DURATION_SEC,
    unit: 's',
    default: FLOW_DEFAULTS.off_sec,
    description: 'Length of an off period, or their mean, seconds; only with `on_off`',
    example: 1,
  })
  off_sec?: number | null;
}
