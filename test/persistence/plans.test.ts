import { describe, expect, it } from '@jest/globals';
import type { Statement } from '../../libs/persistence/src/database/statement.js';
import { CHANGE_SIMULATION } from '../../libs/persistence/src/sql/change-simulation.js';
import { DELETE_SIMULATION } from '../../libs/persistence/src/sql/delete-simulation.js';
import { END_CLAIMS } from '../../libs/persistence/src/sql/end-claims.js';
import { FIND_SIMULATIONS } from '../../libs/persistence/src/sql/find-simulations.js';
import { RECORD_RESULTS } from '../../libs/persistence/src/sql/fleet/record-results.js';
import { REPORT_COMMANDS } from '../../libs/persistence/src/sql/fleet/report-commands.js';
import { CLEAR_CLAIMS, LOSE_CLAIMS } from '../../libs/persistence/src/sql/lose-runner.js';
import { RECORD_LOG } from '../../libs/persistence/src/sql/record-log.js';
import { RECORD_PROGRESS } from '../../libs/persistence/src/sql/record-progress.js';
import { RECORD_SNAPSHOT } from '../../libs/persistence/src/sql/record-snapshot.js';
import { RETURN_CLAIM } from '../../libs/persistence/src/sql/return-claim.js';
import { submit, useStores } from './stores.js';

/** What names its rows, and must find them by their names. */
const BY_KEY: readonly Statement[] = [
  ...[CHANGE_SIMULATION, DELETE_SIMULATION, FIND_SIMULATIONS],
  ...[END_CLAIMS, RETURN_CLAIM, LOSE_CLAIMS, CLEAR_CLAIMS, RECORD_LOG, RECORD_PROGRESS, RECORD_SNAPSHOT],
  ...[RECORD_RESULTS, REPORT_COMMANDS],
];
const GROWING = ['simulations', 'simulation_progress', 'agent_commands'];

interface Plan {
  'Relation Name'?: string;
  'Index Name'?: string;
  'Node Type': string;
  Plans?: Plan[];
}

const [stores] = useStores();

/** Each way in which a plan reads one of the tables that grow. */
function readsOf({ Plans = [], ...node }: Plan): string[] {
  const table = node['Relation Name'];
  const reads = table !== undefined && GROWING.includes(table) && node['Node Type'].endsWith('Scan');
  return [...(reads ? [`${table} by ${node['Index Name'] ?? node['Node Type']}`] : []), ...Plans.flatMap(readsOf)];
}

describe('a statement that names its rows', () => {
  // The plan that a connection keeps, and had made when there was next to nothing in the database.
  it.each(BY_KEY.map(({ name, text }) => [name, text]))(
    '%s reads them by their keys, also when it was planned in an empty database',
    async (_, text) => {
      const [row] = await stores.dataSource.query<{ 'QUERY PLAN': [{ Plan: Plan }] }[]>(`EXPLAIN (GENERIC_PLAN, FORMAT JSON) ${text}`);
      const reads = readsOf(row['QUERY PLAN'][0].Plan);
      expect(reads).not.toEqual([]);
      expect(reads.filter((read) => !/ by pk_/.test(read))).toEqual([]);
    },
  );
});

it('what goes with a simulation is found by its keys, also when that was planned while there was little of it', async () => {
  const ids = await Promise.all(Array.from({ length: 20 }, async () => (await submit(stores)).simId));
  await stores.dataSource.query('ANALYZE');
  const reads = await stores.dataSource.transaction(async (manager) => {
    const soFar = () =>
      manager.query<{ relname: string; seq_scan: number; idx_scan: number }[]>(
        `SELECT relname, seq_scan::integer, idx_scan::integer FROM pg_stat_xact_user_tables
         WHERE relname IN ('simulation_scenarios', 'simulation_progress', 'simulation_transitions', 'simulation_results') ORDER BY relname`,
      );
    const before = await soFar();
    await manager.query('DELETE FROM simulations WHERE sim_id = $1', [ids[0]]);
    const after = await soFar();
    return after.map(({ relname, seq_scan, idx_scan }, i) => ({
      relname,
      seq_scan: seq_scan - before[i].seq_scan,
      idx_scan: idx_scan - before[i].idx_scan,
    }));
  });
  const byKey = (relname: string) => ({ relname, seq_scan: 0, idx_scan: 1 });
  expect(reads).toEqual(['progress', 'results', 'scenarios', 'transitions'].map((name) => byKey(`simulation_${name}`)));
});
