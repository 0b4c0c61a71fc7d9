import { expect, it } from '@jest/globals';
import type { SimulationRequestInput } from '@skein/client';
import { useServers } from '../support/use-server.js';

const [here, there] = useServers([{}, {}]);

/** Some 300 KB: far more than is read on the thread that serves HTTP. */
function line(nodes: number): SimulationRequestInput {
  const ids = Array.from({ length: nodes }, (_, i) => `router ${i}`);
  const links = ids.slice(1).map((to, i) => ({ id: `l${i}`, from: ids[i], to, latency: 1 }));
  const traffic = [{ from: ids[0], to: ids[1], rate_pps: 1 }];
  return { topology: { nodes: ids, links }, traffic, config: { duration_sec: 3600, speed: 1 } };
}

it('edits of a large network, and what has become of it, are the same at two servers', async () => {
  const [one, other] = [here.skein(), there.skein()];
  const { sim_id } = await one.simulate(line(3_000));
  const failed: string[] = [];
  for (let i = 0; i < 6; i++) {
    const skein = i % 2 ? one : other;
    await skein.edit(sim_id, { operation: 'fail_link', link_id: `l${i}` });
    failed.push(`l${i}`);
    for (const reader of [one, other]) {
      const { failed: down, topology } = await reader.topology(sim_id);
      expect(down).toEqual({ routers: [], links: failed });
      expect(topology.nodes).toHaveLength(3_000);
    }
  }
  await other.edit(sim_id, { operation: 'remove_router', node_id: 'router 2999' });
  expect((await one.topology(sim_id)).topology.nodes).toHaveLength(2_999);
  expect((await other.status(sim_id)).topology).toEqual({ nodes: 2_999, links: 2_998 });
  await expect(one.edit(sim_id, { operation: 'fail_link', link_id: 'l2998' })).rejects.toMatchObject({ code: 'validation_failed' });
  const { edits } = await one.edits(sim_id);
  expect(edits.map(({ edit, operations }) => [edit, (operations[0] as { operation: string }).operation])).toEqual([
    ...failed.map((_, i) => [i + 1, 'fail_link']),
    [7, 'remove_router'],
  ]);
  // Sizes are those of what was submitted, though nobody reads that again.
  await one.restart(sim_id);
  expect((await other.status(sim_id)).topology).toEqual({ nodes: 3_000, links: 2_999 });
  expect((await one.topology(sim_id)).failed).toEqual({ routers: [], links: [] });
  await one.stop(sim_id);
});

it('answers others while a large network is edited for the first time', async () => {
  const skein = here.skein();
  const { sim_id } = await skein.simulate(line(8_000));
  const editing = skein.edit(sim_id, { operation: 'fail_link', link_id: 'l7' });
  const reading = skein.topology(sim_id);
  for (let i = 0; i < 20; i++) expect((await fetch(`${here.url}/healthz`)).status).toBe(200);
  await editing;
  expect((await reading).topology.nodes).toHaveLength(8_000);
  await skein.stop(sim_id);
});
