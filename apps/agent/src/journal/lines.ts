import type { JournalRecord } from './records.js';

const TYPES: ReadonlySet<unknown> = new Set<JournalRecord['type']>(['accepted', 'started', 'ended', 'settled', 'past']);

export function toLine(record: JournalRecord): string {
  return JSON.stringify(record) + '\n';
}

/** The records of a journal's text. What was being written when the agent was killed is a last line without its end, or no JSON: it is left out. */
export function fromText(text: string): { records: JournalRecord[]; unreadable: number } {
  const lines = text.split('\n');
  // After the last end of line there is nothing, or what is torn.
  const torn = lines.pop() === '' ? 0 : 1;
  const records = lines.flatMap((line) => fromLine(line) ?? []);
  return { records, unreadable: lines.length - records.length + torn };
}

function fromLine(line: string): JournalRecord | null {
  try {
    const record = JSON.parse(line) as JournalRecord | null;
    return record && TYPES.has(record.type) ? record : null;
  } catch {
    return null;
  }
}
