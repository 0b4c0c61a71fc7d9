import type { MigrationInterface, QueryRunner } from 'typeorm';
import { completed, withoutAdditions } from './complete-scenarios/members.js';
import { rewriteScenarios } from './complete-scenarios/rewrite-scenarios.js';

/** Fills in what scenarios have come to say: equal-cost paths, sampling, loss in bursts, queues in bytes, fixed periods. */
export class CompleteScenarios1761000000000 implements MigrationInterface {
  readonly name = 'CompleteScenarios1761000000000';

  async up(runner: QueryRunner): Promise<void> {
    await rewriteScenarios(runner, { complete: false, rewrite: completed });
  }

  /** @throws Error where a simulation says what cannot be said without them: it would silently become another one */
  async down(runner: QueryRunner): Promise<void> {
    await rewriteScenarios(runner, {
      complete: true,
      rewrite: (scenario, simId) => {
        const earlier = withoutAdditions(scenario);
        if (JSON.stringify(completed(earlier)) === JSON.stringify(scenario)) return earlier;
        throw new Error(`Simulation ${simId} uses what the schema before does not know; delete it first.`);
      },
    });
  }
}
