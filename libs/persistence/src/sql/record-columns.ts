/**
 * What makes up a `SimulationRow` but for its transitions, of `simulation` and its `progress`. Times leave as they are; the
 * driver turns them into dates.
 */
export function recordColumns(simulation: string, progress: string): string {
  const own = [
    'sim_id',
    'name',
    'labels',
    'priority',
    'status',
    'version',
    'run',
    'retry_count',
    'epoch',
    'runner',
    'config',
    'nodes',
    'links',
    'warnings',
    'error_code',
    'error_message',
    'created_at',
    'started_at',
    'finished_at',
  ];
  return [...own.map((column) => `${simulation}.${column}`), `${progress}.simulated_sec`, `${progress}.routed`].join(', ');
}

/** The transitions in `source` as one JSON value, in the order in which they happened: `[[run, from, to, at, reason, runner, next_attempt_at], …]`. */
export function transitionsOf(source: string): string {
  return `(SELECT json_agg(json_build_array(t.run, t.from_status, t.to_status, t.at, t.reason, t.runner, t.next_attempt_at) ORDER BY t.seq) FROM ${source} t)`;
}
