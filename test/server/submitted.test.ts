import { beforeAll, describe, expect, it } from '@jest/globals';
import type { SimulationRequestInput, Skein } from '@skein/client';
import { DataSource } from 'typeorm';
import { ask } from '../support/http.js';
import { useServer } from '../support/use-server.js';
import { brief } from './requests.js';

const server = useServer();
let skein: Skein;

beforeAll(() => {
  skein = server.skein();
});

const submit = (body: string | Uint8Array) =>
  ask(`${server.url}/simulate`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
const idOf = ({ text }: { text: string }) => (JSON.parse(text) as { sim_id: string }).sim_id;

describe('a simulation', () => {
  it('is answered with its status document', async () => {
    const { sim_id } = await skein.simulate(brief);
    await skein.waitFor(sim_id, { intervalMs: 20 });
    const [status, simulation] = await Promise.all(['status', 'simulations'].map((path) => ask(`${server.url}/${path}/${sim_id}`)));
    expect(simulation).toMatchObject({ status: 200, text: status.text, headers: { etag: status.headers.etag } });
    const unknown = await ask(`${server.url}/simulations/nobody`);
    expect(JSON.parse(unknown.text)).toMatchObject({ status: 404, code: 'unknown_simulation' });
  });

  it('comes with its request as it was sent, to the byte', async () => {
    const sent = `\n{ "name":"ünïcode \\u0041 \\ud83d\\ude00 𝒜", "topology": {"nodes" : ["A","B"],\t"links":[{"to":"B","from":"A"}]}, "traffic":null,"config":{"speed":"max","duration_sec":2.50}}\r\n`;
    const simId = idOf(await submit(sent));
    const { status, headers, text } = await ask(`${server.url}/simulations/${simId}/request`);
    expect({ status, type: headers['content-type'], text }).toEqual({ status: 200, type: 'application/json; charset=utf-8', text: sent });
    expect(await skein.request(simId)).toEqual(JSON.parse(sent));
    const marked = idOf(await submit(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(sent)])));
    expect((await ask(`${server.url}/simulations/${marked}/request`)).text).toBe(sent);
  });

  it('comes with a large request in pieces, whatever has been edited', async () => {
    // More than is read from the database at once, and characters that pieces cut.
    const nodes = Array.from({ length: 9000 }, (_, i) => `Knoten ü${i} ${'é𝒜'.repeat(20)}`);
    const links = nodes.slice(1).map((to, i) => ({ from: nodes[i], to, latency: 1 }));
    const sent: SimulationRequestInput = { topology: { nodes, links }, traffic: [], config: { duration_sec: 86_400, speed: 1 } };
    const { sim_id } = await skein.simulate(sent);
    await skein.edit(sim_id, { operation: 'fail_router', node_id: nodes[1] });
    await skein.setSpeed(sim_id, 2);
    expect(await skein.request(sim_id)).toEqual(sent);
    await skein.stop(sim_id);
    await skein.delete(sim_id);
    await expect(skein.request(sim_id)).rejects.toMatchObject({ status: 404, code: 'unknown_simulation' });
  });

  it('of a server that kept no requests has one that comes to the same results', async () => {
    const request: SimulationRequestInput = { ...brief, name: 'before', labels: { user: 'ada' }, priority: 2 };
    const { sim_id } = await skein.simulate(request);
    await skein.waitFor(sim_id, { intervalMs: 20 });
    const database = await new DataSource({ type: 'postgres', url: server.databaseUrl }).initialize();
    await database.query('UPDATE simulation_scenarios SET request = NULL WHERE sim_id = $1', [sim_id]);
    await database.destroy();
    const made = await skein.request(sim_id);
    expect(made).toMatchObject({ name: 'before', labels: { user: 'ada' }, priority: 2, config: { placement: 'any' } });
    const again = await skein.simulate(made);
    await skein.waitFor(again.sim_id, { intervalMs: 20 });
    expect((await skein.results(again.sim_id)).result_hash).toBe((await skein.results(sim_id)).result_hash);
  });
});
