import { distance } from 'fastest-levenshtein';

/** Longer names are nobody's slip, and comparing them costs the product of the lengths. */
const LONGEST_COMPARED = 200;

/** The known name that a person may have meant; undefined when none is near. */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  if (name.length > LONGEST_COMPARED) return undefined;
  const wanted = name.toLowerCase();
  let best: string | undefined;
  let fewest = Infinity;
  for (const candidate of known) {
    const edits = editsTo(wanted, candidate.toLowerCase());
    if (edits < fewest) [best, fewest] = [candidate, edits];
  }
  return best;
}

/** Edits from one name to another; Infinity where more than a third of the letters would change, unless one name begins the other. */
function editsTo(wanted: string, candidate: string): number {
  const [shorter, longer] = wanted.length < candidate.length ? [wanted, candidate] : [candidate, wanted];
  const most = Math.max(Math.floor(longer.length / 3), Math.min(1, shorter.length - 1));
  const begins = shorter.length > 2 && longer.startsWith(shorter);
  if (longer.length - shorter.length > most) return begins ? longer.length : Infinity;
  const edits = distance(wanted, candidate);
  return edits <= most ? edits : begins ? longer.length : Infinity;
}
