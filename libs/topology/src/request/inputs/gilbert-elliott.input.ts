import { GILBERT_ELLIOTT_DEFAULTS } from '../../model/defaults.js';
import { NumberField } from '../fields/number-field.js';

/** Loss in bursts. */
export class GilbertElliottInput {
  @NumberField({
    required: true,
    minimum: 0,
    maximum: 100,
    unit: 'percent',
    description: 'Chance that a good channel turns bad before a packet, percent',
    example: 1,
  })
  good_to_bad_percent: number;

  @NumberField({
    required: true,
    minimum: 0,
    maximum: 100,
    unit: 'percent',
    description: 'Chance that a bad channel turns good before a packet, percent',
    example: 25,
  })
  bad_to_good_percent: number;

  @NumberField({
    minimum: 0,
    maximum: 100,
    unit: 'percent',
    default: GILBERT_ELLIOTT_DEFAULTS.loss_good_percent,
    description: 'Chance that a packet is lost while the channel is good, percent',
    example: 0,
  })
  loss_good_percent?: number | null;

  @NumberField({
    minimum: 0,
    maximum: 100,
    unit: 'percent',
    default: GILBERT_ELLIOTT_DEFAULTS.loss_bad_percent,
    description: 'Chance that a packet is lost while the channel is bad, percent',
    example: 50,
  })
  loss_bad_percent?: number | null;
}
