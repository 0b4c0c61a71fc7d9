import type { QueryRunner } from 'typeorm';
import { fingerprintOf } from './fingerprint.js';
import type { StoredScenario } from './members.js';

/** A batch ends with the row that takes it over this many bytes of scenarios: one alone may have 16 MB. */
const BATCH_BYTES = 8 * 1024 * 1024;
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
    const rewritten = rows.map(({ sim_id, name, labels, scenario }) => {
      const scene = rewrite(JSON.parse(scenario) as StoredScenario, sim_id);
      const text = JSON.stringify(scene);
      return {
        simId: sim_id,
        scenario: text,
        config: JSON.stringify(scene.config),
        was: fingerprintOf(name, labels, scenario),
        is: fingerprintOf(name, labels, text),
      };
    });
    const column = (member: keyof (typeof rewritten)[number]) => rewritten.map((row) => row[member]);
    if (rewritten.length > 0) {
      await runner.query(WRITE_ROWS, [column('simId'), column('scenario'), column('config'), column('was'), column('is')]);
    }
    after = rows.at(-1)?.sim_id;
  }
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
    FROM simulations JOIN simulation_scenarios USING (sim_id)
    WHERE sim_id > $1 AND (config -> 'sample_interval_sec' IS NOT NULL) = $2
    ORDER BY sim_id
    LIMIT $3
  ) candidates
  WHERE bytes_before < $4
  ORDER BY sim_id`;

const WRITE_ROWS = `
  WITH rewritten AS (
    SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[]) AS r (sim_id, scenario, config, was, is_now)
  ), scenarios AS (
    UPDATE simulation_scenarios s SET scenario = r.scenario FROM rewritten r WHERE s.sim_id = r.sim_id
  ), requests AS (
    UPDATE change_requests c SET fingerprint = r.is_now FROM rewritten r
    WHERE c.sim_id = r.sim_id AND c.operation = 'simulate' AND c.fingerprint = r.was
  )
  UPDATE simulations s SET config = r.config::json FROM rewritten r WHERE s.sim_id = r.sim_id`;
