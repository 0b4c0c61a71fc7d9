import { MAX_PACKET_BYTES, MAX_WEIGHT } from '../bounds.js';
import { NumberField } from '../fields/number-field.js';

/** One entry of a packet-size distribution. */
export class PacketSizeInput {
  @NumberField({
    required: true,
    exclusiveMinimum: 0,
    maximum: MAX_PACKET_BYTES,
    unit: 'bytes',
    description: 'Size on the wire in bytes, not necessarily whole',
    example: 1500,
  })
  bytes: number;

  @NumberField({ required: true, exclusiveMinimum: 0, maximum: MAX_WEIGHT, description: 'Relative frequency', example: 3 })
  weight: number;
}
