import { describe, expect, it } from '@jest/globals';
import { SkeinProblem, type Skein, type StatusDocument } from '@skein/client';
import { expectLegal } from '../support/legal-history.js';
import { useServer } from '../support/use-server.js';
import { endless } from './requests.js';

const CLIENTS = 20;
const ROUNDS = 4;

const server = useServer();

/** What was answered; a refusal is an answer, a fault of the server or a lost connection is none. */
async function answered(call: Promise<StatusDocument | void>): Promise<StatusDocument | number> {
  try {
    return (await call) ?? 204;
  } catch (error) {
    if (error instanceof SkeinProblem && [404, 409].includes(error.status)) return error.status;
    throw error;
  }
}

describe('clients that stop, restart, delete and ask at once', () => {
  it('see one legal history', async () => {
    const clients: Skein[] = Array.from({ length: CLIENTS }, () => server.skein(false));
    const moves = [
      (skein: Skein, id: string) => skein.stop(id),
      (skein: Skein, id: string) => skein.restart(id),
      (skein: Skein, id: string) => skein.status(id),
      (skein: Skein, id: string) => skein.stop(id),
      (skein: Skein, id: string) => skein.restart(id),
    ];
    const [first] = clients as [Skein];
    const { sim_id } = await first.simulate(endless);
    let before: StatusDocument['transitions'] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const calls = clients.map((skein, i) => answered((moves[(i + round) % moves.length] ?? skein.status)(skein, sim_id)));
      const answers = await Promise.all(calls);
      const seen = answers.filter((answer) => typeof answer !== 'number');
      expect(seen.length).toBeGreaterThan(0);
      const now = await first.status(sim_id);
      for (const status of [...seen, now]) expectLegal(status);
      // History is only ever added to.
      for (const { transitions } of seen) expect(now.transitions.slice(0, transitions.length)).toEqual(transitions);
      expect(now.transitions.slice(0, before.length)).toEqual(before);
      before = now.transitions;
    }

    const last = clients.map((skein, i) => answered(i % 2 === 0 ? skein.delete(sim_id) : skein.stop(sim_id)));
    const endings = await Promise.all(last);
    expect(endings.filter((answer) => answer === 204).length).toBeLessThanOrEqual(1);
    if (!endings.includes(204)) await first.delete(sim_id);
    await expect(first.status(sim_id)).rejects.toMatchObject({ status: 404 });
    expect((await first.list()).items).toEqual([]);
  });
});
