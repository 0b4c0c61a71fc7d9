import { createHash } from 'node:crypto';

/** Of a request to simulate, as it was defined when this migration was written: SHA-256, in hexadecimal, over name, labels and scenario. */
export function fingerprintOf(name: string | null, labels: Readonly<Record<string, string>>, scenario: string): string {
  return createHash('sha256')
    .update(JSON.stringify([name, byCodeUnit(labels)]))
    .update(scenario)
    .digest('hex');
}

/** jsonb keeps members by length first; the fingerprint takes them by code unit. */
function byCodeUnit(labels: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).sort(([one], [other]) => (one < other ? -1 : 1)));
}
