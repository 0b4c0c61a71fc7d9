import { LINK_DEFAULTS } from '../../model/defaults.js';
import { MAX_BANDWIDTH_MBPS, MAX_ID_LENGTH, MAX_LATENCY_MS, MAX_QUEUE_BYTES, MAX_QUEUE_PACKETS, MIN_BANDWIDTH_MBPS } from '../bounds.js';
import { NumberField } from '../fields/number-field.js';
import { ObjectField } from '../fields/structure-field.js';
import { FlagField, TextField } from '../fields/text-field.js';
import { GilbertElliottInput } from './gilbert-elliott.input.js';

/** A link between two nodes; several may join the same two. */
export class LinkInput {
  @TextField({ required: true, minLength: 1, maxLength: MAX_ID_LENGTH, description: 'Id of the node at one end', example: 'A' })
  from: string;

  @TextField({ required: true, minLength: 1, maxLength: MAX_ID_LENGTH, description: 'Id of the node at the other end', example: 'B' })
  to: string;

  @NumberField({
    minimum: 0,
    maximum: MAX_LATENCY_MS,
    unit: 'ms',
    default: LINK_DEFAULTS.latency,
    description: 'One-way propagation delay, milliseconds',
    example: 10,
  })
  latency?: number | null;

  @TextField({
    minLength: 1,
    maxLength: MAX_ID_LENGTH,
    description: 'Unique among the links; left out, it is `from-to`, with `#2`, `#3` … where that is taken',
    example: 'A-B',
  })
  id?: string | null;

  @NumberField({
    minimum: MIN_BANDWIDTH_MBPS,
    maximum: MAX_BANDWIDTH_MBPS,
    unit: 'Mbit/s',
    default: LINK_DEFAULTS.bandwidth_mbps,
    description: 'Bandwidth of each direction, Mbit/s',
    example: 100,
  })
  bandwidth_mbps?: number | null;

  @NumberField({
    minimum: 0,
    maximum: 100,
    unit: 'percent',
    description:
      'Chance that a packet is lost on one traversal, percent; left out, `gilbert_elliott` or else `config.packet_loss_percent` holds',
    example: 0.1,
  })
  loss_percent?: number | null;

  @ObjectField(() => GilbertElliottInput, {
    description: 'Loss in bursts, in place of `loss_percent`: a two-state Gilbert-Elliott model for each direction',
    example: { good_to_bad_percent: 1, bad_to_good_percent: 25, loss_good_percent: 0, loss_bad_percent: 50 },
  })
  gilbert_elliott?: GilbertElliottInput | null;

  @NumberField({
    minimum: 0,
    maximum: MAX_LATENCY_MS,
    unit: 'ms',
    default: LINK_DEFAULTS.jitter_ms,
    description: 'Largest random extra delay on the wire, milliseconds; it never reorders packets',
    example: 0,
  })
  jitter_ms?: number | null;

  @NumberField({
    integer: true,
    minimum: 1,
    maximum: MAX_QUEUE_PACKETS,
    unit: 'packets',
    default: LINK_DEFAULTS.queue_packets,
    description: 'Drop-tail limit of each direction, packets, the one in service included; only without `queue_bytes`',
    example: 100,
  })
  queue_packets?: number | null;

  @NumberField({
    exclusiveMinimum: 0,
    maximum: MAX_QUEUE_BYTES,
    unit: 'bytes',
    description:
      'Drop-tail limit of each direction in bytes, the packet in service included, in place of `queue_packets`; a packet larger than the limit never passes',
    example: 64_000,
  })
  queue_bytes?: number | null;

  @FlagField({ default: LINK_DEFAULTS.directed, description: 'Whether packets travel only from `from` to `to`', example: false })
  directed?: boolean | null;
}
