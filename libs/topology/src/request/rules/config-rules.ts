import { CONFIG_DEFAULTS } from '../../model/defaults.js';
import { MAX_DURATION_SEC, MAX_SAMPLES, MIN_DURATION_SEC } from '../bounds.js';
import type { ConfigInput } from '../inputs/config.input.js';
import { isObject } from '../reading/examine.js';
import type { Problems } from '../reading/problems.js';
import { checkPlacement } from './placement-rules.js';
import type { Sent } from './sent.js';

/** How the members of `config` go together. */
export function checkConfig({ duration_sec, warmup_sec, sample_interval_sec, placement }: Sent<ConfigInput>, problems: Problems): void {
  if (isObject(placement)) checkPlacement(placement, problems);
  const duration = duration_sec ?? CONFIG_DEFAULTS.duration_sec;
  if (typeof duration !== 'number') return;
  checkWarmup(duration, warmup_sec, problems);
  checkSampleInterval(duration, sample_interval_sec, problems);
}

function checkWarmup(duration: number, warmup: unknown, problems: Problems): void {
  if (typeof warmup !== 'number' || warmup < duration || duration <= 0) return;
  problems.add('/config/warmup_sec', `warmup_sec must be less than duration_sec, which is ${duration}; nothing would be counted.`, {
    value: warmup,
    accepted: `a number from 0 to less than ${duration} (s)`,
  });
}

function checkSampleInterval(duration: number, interval: unknown, problems: Problems): void {
  // What is out of its own range has been reported, and is no measure for the other.
  if (typeof interval !== 'number' || interval < MIN_DURATION_SEC || duration > MAX_DURATION_SEC) return;
  // Compared as lengths: 30 / 0.0003 is above 100 000 in doubles, and 0.0003 is what this names as the shortest for 30.
  const shortest = duration / MAX_SAMPLES;
  if (interval >= shortest) return;
  const message = `sample_interval_sec would cut duration_sec, which is ${duration}, into more than ${MAX_SAMPLES} samples.`;
  problems.add('/config/sample_interval_sec', message, {
    value: interval,
    accepted: `a number from ${shortest} up to ${MAX_DURATION_SEC} (s)`,
  });
}
