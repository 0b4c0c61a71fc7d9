/** So much of the text's beginning and end is looked at. */
export const HEAD = 2000;
export const TAIL = 200;

/** JSON text of what an event tells of results. Their text may be large: only its ends are looked at, and nothing is parsed but the counts of packets. */
export function summaryOf(results: string): string {
  return summaryOfEnds(results.slice(0, HEAD), results.slice(-TAIL));
}

/** The same from the two ends of the text. Null for what is not there. */
export function summaryOfEnds(head: string, tail: string): string {
  const simulated = /^\{"simulated_sec":([\d.eE+-]+)/.exec(head)?.[1];
  const packets = /"packets":(\{[^{}]*\{[^{}]*\}[^{}]*\})/.exec(head)?.[1];
  const hash = /"result_hash":"([0-9a-f]+)"\}$/.exec(tail)?.[1];
  return JSON.stringify({
    simulated_sec: simulated === undefined ? null : Number(simulated),
    result_hash: hash ?? null,
    packets: parsed(packets),
  });
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
