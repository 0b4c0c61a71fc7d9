import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json.js';
import type { Results } from './results.js';

/** SHA-256, in hexadecimal, over the canonical JSON (RFC 8785) of exactly the members of `Results`, whatever else the object carries. */
export function resultHash(results: Results): string {
  const { simulated_sec, seed, engine_version, packets, flows, links, series } = results;
  const canonical = canonicalJson({ simulated_sec, seed, engine_version, packets, flows, links, series });
  return createHash('sha256').update(canonical, 'utf8').digest('hex');
}
