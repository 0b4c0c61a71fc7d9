import type { SimulationRecord } from '../lifecycle/simulation-record.js';
import type { ResultsText } from '../ports/simulation-store.js';

type Whose = Pick<SimulationRecord, 'simId' | 'run' | 'status'>;

const OPENING = '{'.charCodeAt(0);
const CLOSING = '}'.charCodeAt(0);
const WHITE = [...' \t\r\n'].map((space) => space.charCodeAt(0));

/**
 * What `GET /results/{sim_id}` answers, as JSON text in pieces: the runner's text behind the members that say whose it is. Results of a
 * large network are tens of megabytes; they pass through the thread that serves HTTP as they are, and are never parsed there.
 */
export async function* resultsDocument({ simId, run, status }: Whose, results: ResultsText): AsyncGenerator<string | Uint8Array> {
  const whose = JSON.stringify({ sim_id: simId, run, status }).slice(0, -1);
  let place: 'before' | 'behind brace' | 'inside' = 'before';
  for await (const piece of piecesOf(results)) {
    let at = 0;
    if (place === 'before' && piece.length > 0) {
      if (piece[0] !== OPENING) break;
      [at, place] = [1, 'behind brace'];
    }
    if (place === 'behind brace') {
      while (WHITE.includes(piece[at])) at += 1;
      if (at === piece.length) continue;
      place = 'inside';
      // Only now: what cannot be read at all is then known before anything has gone out.
      yield piece[at] === CLOSING ? whose : `${whose},`;
    }
    yield piece.subarray(at);
  }
  if (place !== 'inside') throw new Error(`What is recorded as the results of simulation ${simId} is no JSON object.`);
}

async function* piecesOf(results: ResultsText): AsyncGenerator<Uint8Array> {
  if (typeof results === 'string') yield Buffer.from(results);
  else yield* results;
}
