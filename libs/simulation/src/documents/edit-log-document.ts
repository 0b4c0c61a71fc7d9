import type { ShownEdit } from '../ports/simulation-store.js';

/** What `GET /edits/{sim_id}` answers, as JSON text, a page of the log at a time. The operations are text already. */
export async function* editLogDocument(simId: string, run: number, pages: AsyncIterable<readonly ShownEdit[]>): AsyncGenerator<string> {
  let before = `${JSON.stringify({ sim_id: simId, run }).slice(0, -1)},"edits":[`;
  for await (const page of pages) {
    yield before + page.map(shown).join(',');
    before = ',';
  }
  yield before === ',' ? ']}' : `${before}]}`;
}

function shown({ seq, at_sec, at, edits }: ShownEdit): string {
  const entry = JSON.stringify({ edit: seq, simulated_sec: at_sec, at: at.toISOString() });
  return `${entry.slice(0, -1)},"operations":${edits}}`;
}
