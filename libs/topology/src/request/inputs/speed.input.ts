import type { Speed } from '../../model/config.js';
import { CONFIG_DEFAULTS } from '../../model/defaults.js';
import { MAX_SPEED, MIN_SPEED } from '../bounds.js';
import { NumberField } from '../fields/number-field.js';

/** What `POST /speed/{sim_id}` takes. */
export class SpeedInput {
  @NumberField({
    required: true,
    minimum: MIN_SPEED,
    maximum: MAX_SPEED,
    word: 'max',
    description: `Simulated seconds per second of wall clock, or \`max\`: as fast as the machine can; ${CONFIG_DEFAULTS.speed} is real time`,
    example: 10,
  })
  speed: Speed;
}
