import {
  ECMP_MODES,
  LOG_LEVELS,
  ROUTING_METRICS,
  type EcmpMode,
  type LogLevel,
  type RoutingMetric,
  type Speed,
} from '../../model/config.js';
import { CONFIG_DEFAULTS } from '../../model/defaults.js';
import type { PLACES } from '../../model/placement.js';
import { MAX_DURATION_SEC, MAX_SAMPLES, MAX_SEED, MAX_SPEED, MIN_DURATION_SEC, MIN_SPEED } from '../bounds.js';
import { NumberField } from '../fields/number-field.js';
import { ObjectField } from '../fields/structure-field.js';
import { ChoiceField } from '../fields/text-field.js';
import { PlacementInput } from './placement.input.js';

/** How packets find their way. */
export class RoutingInput {
  @ChoiceField({
    of: ROUTING_METRICS,
    default: CONFIG_DEFAULTS.routing.metric,
    description: 'What a shortest path is short in; for `bandwidth` a link weighs 1/bandwidth',
    example: 'latency',
  })
  metric?: RoutingMetric | null;

  @ChoiceField({
    of: ECMP_MODES,
    default: CONFIG_DEFAULTS.routing.ecmp,
    description:
      'Where several paths are equally short: `none` takes one by a fixed rule, `flow` spreads the flows and `packet` the packets evenly over the next hops of each node',
    example: 'none',
  })
  ecmp?: EcmpMode | null;
}

/** How to simulate; each member may be left out alone. */
export class ConfigInput {
  @NumberField({
    minimum: MIN_DURATION_SEC,
    maximum: MAX_DURATION_SEC,
    unit: 's',
    default: CONFIG_DEFAULTS.duration_sec,
    description: 'Length of the simulation, seconds of simulated time',
    example: 60,
  })
  duration_sec?: number | null;

  @NumberField({
    minimum: 0,
    maximum: 100,
    unit: 'percent',
    default: CONFIG_DEFAULTS.packet_loss_percent,
    description: 'Loss of links that give neither `loss_percent` nor `gilbert_elliott`, percent per traversal',
    example: 0.1,
  })
  packet_loss_percent?: number | null;

  @ChoiceField({ of: LOG_LEVELS, default: CONFIG_DEFAULTS.log_level, description: 'What the simulation logs', example: 'info' })
  log_level?: LogLevel | null;

  @NumberField({
    integer: true,
    minimum: 0,
    maximum: MAX_SEED,
    default: CONFIG_DEFAULTS.seed,
    description: 'Same request, same seed: same results, to the last bit',
    example: 1,
  })
  seed?: number | null;

  @NumberField({
    minimum: MIN_SPEED,
    maximum: MAX_SPEED,
    word: 'max',
    default: CONFIG_DEFAULTS.speed,
    description: 'Simulated seconds per second of wall clock, or `max`: as fast as the machine can',
    example: 10,
  })
  speed?: Speed | null;

  @NumberField({
    minimum: 0,
    maximum: MAX_DURATION_SEC,
    unit: 's, less than duration_sec',
    default: CONFIG_DEFAULTS.warmup_sec,
    description: 'Packets created before this simulated time are not counted, seconds; less than `duration_sec`',
    example: 0,
  })
  warmup_sec?: number | null;

  @ObjectField(() => RoutingInput, {
    default: CONFIG_DEFAULTS.routing,
    description: 'How packets find their way',
    example: { metric: 'latency', ecmp: 'none' },
  })
  routing?: RoutingInput | null;

  @ObjectField(() => PlacementInput, {
    shorthand: 'where',
    default: CONFIG_DEFAULTS.placement,
    description: 'Where it may run; what fits nowhere waits until something connects where it does',
    example: 'any',
  })
  placement?: PlacementInput | (typeof PLACES)[number] | null;

  @NumberField({
    minimum: MIN_DURATION_SEC,
    maximum: MAX_DURATION_SEC,
    unit: 's',
    description: `Length of the intervals of the time series, seconds; at most ${MAX_SAMPLES} of them; left out, 1, 2 or 5 times a power of ten that makes 100 to 250`,
    example: 1,
  })
  sample_interval_sec?: number | null;
}
