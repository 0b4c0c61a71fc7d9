import { createHash } from 'node:crypto';
import canonicalizeModule from 'canonicalize';
import type { Results } from './results.js';

/** The package is CommonJS and exports the function itself, which its type declarations do not say. */
const canonicalize = canonicalizeModule as unknown as (input: unknown) => string;

/** SHA-256, in hexadecimal, over the canonical JSON (RFC 8785) of exactly the members of `Results`, whatever else the object carries. */
export function resultHash(results: Results): string {
  const { simulated_sec, seed, engine_version, packets, flows, links, series } = results;
  const canonical = canonicalize({ simulated_sec, seed, engine_version, packets, flows, links, series });
  return createHash('sha256').update(canonical, 'utf8').digest('hex');
}
