const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** An id for a comparison, as the database writes it: what is no UUID names no row, where the database would fail to read it. */
export function idOrNull(simId: string): string | null {
  return UUID.test(simId) ? simId.toLowerCase() : null;
}

/** Text as it comes to be in the database: half a surrogate pair becomes the replacement character. */
export function wellFormed(text: string): string {
  return text.toWellFormed();
}

/** JSON text that jsonb takes: it refuses half a surrogate pair. */
export function jsonbText(members: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.fromEntries(Object.entries(members).map(([name, value]) => [wellFormed(name), wellFormed(value)])));
}

/** An array parameter of numbers or ids, which need no quotes: the driver would look through each for what to escape, ten thousand at a time. */
export function plainArray(values: readonly (number | string)[]): string {
  return `{${values.join(',')}}`;
}
