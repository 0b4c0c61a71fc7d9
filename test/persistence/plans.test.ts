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
import { filteredList } from '../../libs/persistence/src/sql/filtered-list.js';
import type { ListQuery } from '@skein/simulation';
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

describe('a page of the list', () => {
  const MANY = 30_000;
  const page: ListQuery = { status: null, limit: 51, after: null };
  const cursor = { createdAt: new Date('2026-01-01T01:00:00Z'), simId: '00000000-0000-4000-8000-000000000000' };

  async function readsFor(query: ListQuery): Promise<{ indexes: string[]; rows: number }> {
    const { statement, values } = filteredList(query);
    const [row] = await stores.dataSource.query<{ 'QUERY PLAN': [{ Plan: Plan }] }[]>(
      `EXPLAIN (ANALYZE, FORMAT JSON) ${statement.text}`,
      values,
    );
    const scans = scansOf(row['QUERY PLAN'][0].Plan).filter(({ table }) => table === 'simulations');
    return { indexes: scans.map(({ index }) => index), rows: Math.max(...scans.map(({ read }) => read)) };
  }

  it('by label or name reads little of the table, whether few have it or most', async () => {
    await stores.dataSource.query(
      `INSERT INTO simulations (sim_id, name, labels, status, config, nodes, links, warnings, created_at)
       SELECT gen_random_uuid(), CASE WHEN i % 2 = 0 THEN 'name ' || i END,
         CASE WHEN i % 3 = 0 THEN '{}' ELSE jsonb_build_object('team', 'core', 'number', i::text) END,
         'stopped', '{}', 1, 0, '[]', '2026-01-01T00:00:00Z'::timestamptz + make_interval(secs => i)
       FROM generate_series(1, $1) AS i`,
      [MANY],
    );
    await stores.dataSource.query(`INSERT INTO simulation_progress (sim_id) SELECT sim_id FROM simulations ON CONFLICT DO NOTHING`);
    await stores.dataSource.query('ANALYZE');
    const queries: ListQuery[] = [
      { ...page, labels: { number: '17' } },
      { ...page, labels: { team: 'core' } },
      { ...page, labels: { team: 'core', number: '17' } },
      { ...page, labels: { team: 'core' }, after: cursor },
      { ...page, labels: { team: 'nobody' } },
      { ...page, name: { is: 'name 18' } },
      { ...page, name: { is: 'nobody' } },
      { ...page, name: { startsWith: 'name 2999' } },
      { ...page, name: { startsWith: 'name ' } },
      { ...page, name: { startsWith: 'nobody' } },
      { ...page, status: 'stopped', labels: { number: '17' }, name: { startsWith: 'name' } },
    ];
    for (const query of queries) {
      const { indexes, rows } = await readsFor(query);
      expect({ query, indexes: indexes.filter((index) => !index.startsWith('ix_simulations_')) }).toEqual({ query, indexes: [] });
      expect(rows).toBeLessThan(MANY / 20);
    }
    expect((await readsFor(queries[0])).indexes).toEqual(['ix_simulations_labels']);
    expect((await readsFor(queries[5])).indexes).toEqual(['ix_simulations_name']);
  });
});

interface Scan {
  table: string;
  index: string;
  /** Rows that it looked at. */
  read: number;
}

function scansOf({
  Plans = [],
  ...node
}: Plan & { 'Actual Rows'?: number; 'Actual Loops'?: number; 'Rows Removed by Filter'?: number }): Scan[] {
  const index = node['Index Name'];
  const table = node['Relation Name'];
  const below = Plans.flatMap(scansOf);
  if (!node['Node Type'].endsWith('Scan') || (table === undefined && index === undefined)) return below;
  const read = ((node['Actual Rows'] ?? 0) + (node['Rows Removed by Filter'] ?? 0)) * (node['Actual Loops'] ?? 1);
  // A bitmap's heap scan has no index of its own: those below it have.
  if (node['Node Type'] === 'Bitmap Heap Scan') return below.map((scan) => ({ ...scan, table: table!, read: Math.max(scan.read, read) }));
  return [{ table: table ?? '', index: index ?? node['Node Type'], read }, ...below];
}
