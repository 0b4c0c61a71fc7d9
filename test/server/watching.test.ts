import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { parser } from '@prometheus-io/lezer-promql';
import { parse } from 'yaml';
import { scrape, type Sample } from '../support/exposition.js';
import { until } from '../support/until.js';
import { useServer } from '../support/use-server.js';
import { brief } from './requests.js';

/** What the server asks the database for. */
const ASKED = ['skein_simulations', 'skein_agents', 'skein_commands_open'];
/** What Prometheus itself adds to a sample. */
const ADDED = ['instance', 'job'];

interface Use {
  metric: string;
  labels: string[];
}

/** The metrics that an expression asks for, each with all labels that the expression names. @throws Error where it is no PromQL */
function usesOf(expression: string): Use[] {
  const metrics: string[] = [];
  const labels: string[] = [];
  const text = expression.replaceAll('$__rate_interval', '5m');
  parser.parse(text).iterate({
    enter: ({ name, from, to, type }) => {
      if (type.isError) throw new Error(`No PromQL at ${from}: ${text}`);
      const found = text.slice(from, to);
      if (name === 'VectorSelector') metrics.push(found.replace(/[{[\s].*$/s, ''));
      if (name === 'LabelName') labels.push(found);
    },
  });
  return metrics.map((metric) => ({ metric, labels }));
}

const dashboard = JSON.parse(readFileSync('deploy/grafana/skein.json', 'utf8')) as {
  panels: { title: string; targets: { expr: string; legendFormat: string }[] }[];
};
const alerts = parse(readFileSync('deploy/prometheus/alerts.yml', 'utf8')) as { groups: { rules: { alert: string; expr: string }[] }[] };
const expressions = [
  ...dashboard.panels.flatMap(({ title, targets }) => targets.map(({ expr }) => [title, expr] as const)),
  ...alerts.groups.flatMap(({ rules }) => rules.map(({ alert, expr }) => [alert, expr] as const)),
];

describe('the dashboard, the alerts and the documented metrics', () => {
  const server = useServer();
  let samples: Sample[];

  beforeAll(async () => {
    const { sim_id } = await server.skein().simulate(brief);
    await server.skein().waitFor(sim_id, { intervalMs: 20 });
    // What the database does not answer in time is there the next time.
    samples = await until(
      () => scrape(server.url),
      (found) => ASKED.every((metric) => found.some(({ name }) => name === metric)),
    );
  });

  it.each(expressions)('asks in %s for what a server exposes: %s', (_where, expression) => {
    const uses = usesOf(expression);
    expect(uses.length).toBeGreaterThan(0);
    const exposed = samples.filter(({ name }) => uses.some(({ metric }) => metric === name));
    expect([...new Set(exposed.map(({ name }) => name))].sort()).toEqual([...new Set(uses.map(({ metric }) => metric))].sort());
    const labels = new Set(exposed.flatMap((sample) => Object.keys(sample.labels)));
    for (const label of uses.flatMap((use) => use.labels)) expect([...labels, ...ADDED]).toContain(label);
  });

  it('names every metric of ours in docs/operations.md, and no other', () => {
    const text = readFileSync('docs/operations.md', 'utf8');
    const documented = [...text.matchAll(/^\| `(skein_\w+)`/gm)].map(([, name]) => name);
    const exposed = samples.map(({ name }) => name.replace(/_(bucket|sum|count)$/, '')).filter((name) => name.startsWith('skein_'));
    expect([...new Set(documented)].sort()).toEqual([...new Set(exposed)].sort());
  });
});
