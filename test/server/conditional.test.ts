import { describe, expect, it } from '@jest/globals';
import { useServer } from '../support/use-server.js';
import { brief } from './requests.js';

describe('what is asked for with the tag of what one has', () => {
  const server = useServer();
  const ask = (path: string, tag: string, method = 'GET') => fetch(server.url + path, { method, headers: { 'if-none-match': tag } });

  it('is not sent again where it is a network, which changes with the version alone', async () => {
    const skein = server.skein();
    const { sim_id } = await skein.simulate(brief);
    await skein.waitFor(sim_id);
    const path = `/topology/${sim_id}`;
    const tag = (await fetch(server.url + path)).headers.get('etag')!;
    for (const known of [tag, `W/${tag}`, `"other", ${tag}`, '*'])
      for (const method of ['GET', 'HEAD']) {
        const answer = await ask(path, known, method);
        expect([known, method, answer.status, answer.headers.get('etag'), await answer.text()]).toEqual([known, method, 304, tag, '']);
      }
    for (const unknown of ['"other"', '"999"']) expect((await ask(path, unknown)).status).toBe(200);
    await skein.restart(sim_id);
    expect((await ask(path, tag)).status).toBe(200);
  });

  it.each(['status', 'simulations'])('is sent in full where progress moves without the version: %s', async (under) => {
    const { sim_id, version } = await server.skein().simulate(brief);
    for (const known of [`"${version}"`, '*']) expect((await ask(`/${under}/${sim_id}`, known)).status).toBe(200);
  });
});
