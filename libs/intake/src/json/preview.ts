const LONGEST_TEXT = 100;
const MOST_MEMBERS = 5;
const DEEPEST = 2;
const LEFT_OUT = '…';

/** A value as a refusal shows it: long strings, long lists and deep nesting are cut, and what JSON cannot write becomes its name. */
export function preview(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return shorten(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === DEEPEST) return LEFT_OUT;
  if (Array.isArray(value)) {
    const shown = value.slice(0, MOST_MEMBERS).map((element) => preview(element, depth + 1));
    return value.length > MOST_MEMBERS ? [...shown, LEFT_OUT] : shown;
  }
  const names = Object.keys(value);
  const shown = names
    .slice(0, MOST_MEMBERS)
    .map((name): [string, unknown] => [shorten(name), preview((value as Record<string, unknown>)[name], depth + 1)]);
  return Object.fromEntries(names.length > MOST_MEMBERS ? [...shown, [LEFT_OUT, LEFT_OUT]] : shown);
}

/** A value within a sentence. */
export function inWords(value: unknown): string {
  if (typeof value === 'string') return `the string ${quote(value)}`;
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  if (Number.isNaN(value)) return 'NaN';
  if (typeof value === 'number' && !Number.isFinite(value)) return 'a number too large to hold';
  return String(value);
}

/** A string in quotes, cut where it is long. */
export function quote(text: string): string {
  return JSON.stringify(shorten(text));
}

function shorten(text: string): string {
  return text.length > LONGEST_TEXT ? text.slice(0, LONGEST_TEXT) + LEFT_OUT : text;
}
