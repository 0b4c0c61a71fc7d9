import type { EffectiveConfig } from '../../model/config.js';
import { CONFIG_DEFAULTS } from '../../model/defaults.js';
import { sampleInterval } from '../../model/sample-interval.js';
import type { Placement } from '../../model/placement.js';
import type { ConfigInput } from '../inputs/config.input.js';
import { sortedByName } from './sorted-by-name.js';

/** The configuration with every default filled in; the order of members is that of `EffectiveConfig`. */
export function effectiveConfig(config: ConfigInput): EffectiveConfig {
  const duration = config.duration_sec ?? CONFIG_DEFAULTS.duration_sec;
  return {
    duration_sec: duration,
    packet_loss_percent: config.packet_loss_percent ?? CONFIG_DEFAULTS.packet_loss_percent,
    log_level: config.log_level ?? CONFIG_DEFAULTS.log_level,
    seed: config.seed ?? CONFIG_DEFAULTS.seed,
    speed: config.speed ?? CONFIG_DEFAULTS.speed,
    warmup_sec: config.warmup_sec ?? CONFIG_DEFAULTS.warmup_sec,
    routing: {
      metric: config.routing?.metric ?? CONFIG_DEFAULTS.routing.metric,
      ecmp: config.routing?.ecmp ?? CONFIG_DEFAULTS.routing.ecmp,
    },
    sample_interval_sec: config.sample_interval_sec ?? sampleInterval(duration),
    placement: effectivePlacement(config.placement),
  };
}

/** Labels in the order of their names, so that the same place is always written alike. */
function effectivePlacement(placement: ConfigInput['placement']): Placement {
  if (typeof placement === 'string') return placement;
  if (typeof placement?.agent === 'string') return { agent: placement.agent };
  if (placement?.labels) return { labels: sortedByName(placement.labels) };
  return placement?.where ?? CONFIG_DEFAULTS.placement;
}
