import type { QueryRunner } from 'typeorm';
import { fingerprintOf } from './fingerprint.js';
import type { StoredScenario } from './members.js';

/** A batch ends with the row that takes it over this many bytes of scenarios: one alone may have 16 MB. */
const BATCH_BYTES = 4 * 1024 * 1024;
const BATCH_ROWS = 1_000;

const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

export interface Rewriting {
  /** Whether to rewrite the scenarios that have the additions, or those that lack them. */
  complete: boolean;
  rewrite: (scenario: StoredScenario, simId: string) => StoredScenario;
}

/**
 * Rewrites scenarios with their two shadows: the configuration in the simulation's own row, and the fingerprint by which a repeated
 * request is known. A fingerprint that is not that of the stored parts stays as it is: names and labels with half a surrogate pair
 * were stored without it, and what was deleted has no scenario left; a repetition of these requests is refused from here on.
 */
export async function rewriteScenarios(runner: QueryRunner, { complete, rewrite }: Rewriting): Promise<void> {
  let after: string | undefined = BEFORE_ALL;
  while (after !== undefined) {
    const rows: Row[] = (await runner.query(NEXT_ROWS, [after, complete, BATCH_ROWS, BATCH_BYTES])) as Row[];
    if (rows.length > 0) await runner.query(WRITE_ROWS, written(rows, rewrite));
    after = rows.at(-1)?.sim_id;
  }
}

/** The values of `WRITE_ROWS`: the scenarios end to end, and a column for each of the rest. */
function written(rows: readonly Row[], rewrite: Rewriting['rewrite']): unknown[] {
  const rewritten = rows.map(({ sim_id, name, labels, scenario }) => {
    const members = rewrite(JSON.parse(scenario) as StoredScenario, sim_id);
    const text = JSON.stringify(members);
    return {
      simId: sim_id,
      scenario: Buffer.from(text),
      config: JSON.stringify(members.config),
      was: fingerprintOf(name, labels, scenario),
      is: fingerprintOf(name, labels, text),
    };
  });
  const column = <Member extends keyof (typeof rewritten)[number]>(member: Member) => rewritten.map((row) => row[member]);
  const scenarios = column('scenario');
  return [column('simId'), Buffer.concat(scenarios), scenarios.map(({ length }) => length), column('config'), column('was'), column('is')];
}

interface Row {
  sim_id: string;
  name: string | null;
  labels: Record<string, string>;
  scenario: string;
}

/** The configuration tells whether a scenario has the additions: the two were always written together, and it is small. */
const NEXT_ROWS = `
  SELECT sim_id, name, labels, scenario
  FROM (
    SELECT sim_id, name, labels, scenario,
      sum(octet_length(scenario)) OVER (ORDER BY sim_id) - octet_length(scenario) AS bytes_before
    FROM (
      SELECT sim_id, name, labels FROM simulations
      WHERE sim_id > $1 AND (config -> 'sample_interval_sec' IS NOT NULL) = $2
      ORDER BY sim_id
      LIMIT $3
    ) page
    JOIN simulation_scenarios USING (sim_id)
  ) candidates
  WHERE bytes_before < $4
  ORDER BY sim_id`;

/** The driver would escape every quotation mark in an array of scenarios: measured, that took longer than all the rest. */
const WRITE_ROWS = `
  WITH rewritten AS (
    SELECT sim_id, config, was, is_now, length, sum(length) OVER (ORDER BY place) - length AS start
    FROM unnest($1::uuid[], $3::integer[], $4::text[], $5::text[], $6::text[])
      WITH ORDINALITY AS r (sim_id, length, config, was, is_now, place)
  ), scenarios AS (
    UPDATE simulation_scenarios s SET scenario = convert_from(substring($2::bytea FROM r.start::integer + 1 FOR r.length), 'UTF8')
    FROM rewritten r WHERE s.sim_id = r.sim_id
  ), requests AS (
    UPDATE change_requests c SET fingerprint = r.is_now FROM rewritten r
    WHERE c.sim_id = r.sim_id AND c.operation = 'simulate' AND c.fingerprint = r.was
  )
  UPDATE simulations s SET config = r.config::json FROM rewritten r WHERE s.sim_id = r.sim_id`;
