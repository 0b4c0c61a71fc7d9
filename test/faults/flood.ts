import { setTimeout as delay } from 'node:timers/promises';
import { expect } from '@jest/globals';
import type { ResultsDocument, SimulationRequestInput, StatusDocument } from '@skein/client';
import { expectLegal } from '../support/legal-history.js';
import type { Random } from '../support/random.js';
import { replayedHash } from '../support/replay.js';
import type { Caller } from './caller.js';
import { briefRequest } from './scenarios.js';

const AT_ONCE = 100;

/** Many short simulations, with which nobody interferes. */
export class Flood {
  private readonly accepted: { simId: string; request: SimulationRequestInput }[] = [];
  private readonly expected = new Map<string, string>();

  constructor(
    private readonly caller: Caller,
    private readonly random: Random,
  ) {}

  get size(): number {
    return this.accepted.length;
  }

  async add(): Promise<void> {
    const requests = Array.from({ length: AT_ONCE }, () => briefRequest(this.random));
    await Promise.all(
      requests.map(async (request) => {
        const { body } = await this.caller.change('POST', '/simulate', request);
        this.accepted.push({ simId: (body as { sim_id: string }).sim_id, request });
      }),
    );
  }

  /** Each has run once, to its end, and has the results that it should. */
  async verify(): Promise<void> {
    for (const { simId, request } of this.accepted) {
      const status = await this.ended(simId);
      expectLegal(status);
      expect(status).toMatchObject({ status: 'done', run: 1, retry_count: 0 });
      const { body } = await this.caller.get(`/results/${simId}`);
      expect((body as ResultsDocument).result_hash).toBe(this.hashOf(request));
    }
  }

  private async ended(simId: string): Promise<StatusDocument> {
    for (;;) {
      const status = (await this.caller.get(`/status/${simId}`)).body as StatusDocument;
      if (!['pending', 'running'].includes(status.status)) return status;
      await delay(50);
    }
  }

  private hashOf(request: SimulationRequestInput): string {
    const key = JSON.stringify(request);
    const known = this.expected.get(key) ?? replayedHash(request, []);
    this.expected.set(key, known);
    return known;
  }
}
