import { distance } from 'fastest-levenshtein';

const PREFIX = 'SKEIN_';
/** Edits by which a misspelt name may differ: two, but in a short word two make another word. */
const MOST_EDITS = 2;
const SHORT = 5;

/**
 * Warnings about variables that are not read, but whose names are close to those that are. Others are none of the server's business:
 * Kubernetes sets `SKEIN_SERVER_PORT` and its like, and agents have variables of their own.
 * @param known names that are read
 */
export function misspelt(source: NodeJS.ProcessEnv, known: readonly string[]): string[] {
  const warnings: string[] = [];
  for (const [name, value] of Object.entries(source)) {
    if (!name.toUpperCase().startsWith(PREFIX) || known.includes(name) || !value) continue;
    const meant = nearest(name.toUpperCase(), value, known);
    if (meant !== undefined) warnings.push(`The variable ${name} is not known, and has no effect. Did you mean ${meant}?`);
  }
  return warnings;
}

function nearest(name: string, value: string, known: readonly string[]): string | undefined {
  const word = name.slice(PREFIX.length);
  // The environment of a container names the port of a service called "skein" like this, with an address.
  if (known.includes(word) && !value.includes('://')) return word;
  if (word === 'DATABASE_URL') return word;
  const edits = known.filter((one) => one.startsWith(PREFIX)).map((one) => ({ one, edits: distance(name, one) }));
  const [best] = edits.sort((a, b) => a.edits - b.edits);
  return best !== undefined && best.edits <= (word.length <= SHORT ? 1 : MOST_EDITS) ? best.one : undefined;
}
