import type { EffectiveConfig } from './config.js';
import type { Network } from './network.js';
import type { Flow } from './traffic.js';

/**
 * All that decides a result, to the last bit: plain JSON, already validated, nothing left to default.
 * `traffic` null means that none was given, and `defaultTraffic` is sent.
 */
export interface Scenario {
  topology: Network;
  traffic: Flow[] | null;
  /** Where it runs decides nothing. */
  config: Omit<EffectiveConfig, 'placement'>;
}
