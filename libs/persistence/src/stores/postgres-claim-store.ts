import { Injectable } from '@nestjs/common';
import { type ClaimedSimulation, type ClaimEnd, ClaimStore, type Progress, type Step } from '@skein/simulation';
import type { Speed } from '@skein/topology';
import { IsNull, Not, Raw } from 'typeorm';
import { Database } from '../database/database.js';
import { ChangeRequestEntity } from '../entities/change-request.entity.js';
import { RunnerEntity } from '../entities/runner.entity.js';
import { SimulationEntity } from '../entities/simulation.entity.js';
import { CLAIM_SIMULATIONS } from '../sql/claim-simulations.js';
import { END_CLAIM } from '../sql/end-claim.js';
import { HEARTBEAT } from '../sql/heartbeat.js';
import { HELD_CLAIMS } from '../sql/held-claims.js';
import { RECORD_PROGRESS } from '../sql/record-progress.js';
import { REQUEUE_LOST } from '../sql/requeue-lost.js';
import { RETURN_CLAIM } from '../sql/return-claim.js';

interface Claim {
  simId: string;
  epoch: number;
}

@Injectable()
export class PostgresClaimStore extends ClaimStore {
  constructor(private readonly database: Database) {
    super();
  }

  async heartbeat(runner: string, leaseSec: number): Promise<void> {
    await this.database.rows(HEARTBEAT, [runner, leaseSec]);
  }

  async claim(runner: string, limit: number, step: Step): Promise<ClaimedSimulation[]> {
    const rows = await this.database.rows<ClaimedRow>(CLAIM_SIMULATIONS, [runner, limit, step.from, step.to, step.reason]);
    return rows.map(({ sim_id, epoch, scenario, speed }) => ({ simId: sim_id, epoch, scenario, speed }));
  }

  async recordProgress(moved: readonly Progress[]): Promise<void> {
    if (moved.length === 0) return;
    await this.database.rows(RECORD_PROGRESS, [...columnsOf(moved), moved.map(({ simulatedSec }) => simulatedSec)]);
  }

  async end({ simId, epoch, step, ended, error }: ClaimEnd): Promise<boolean> {
    const outcome = [ended?.simulatedSec ?? null, ended?.results ?? null, error?.code ?? null, error?.message ?? null];
    return (await this.database.row(END_CLAIM, [simId, epoch, step.from, step.to, step.reason, ...outcome])) !== null;
  }

  retry(claim: Claim, step: Step, delaySec: number): Promise<boolean> {
    return this.putBack(claim, step, delaySec);
  }

  lose(claim: Claim, step: Step): Promise<boolean> {
    return this.putBack(claim, step, null);
  }

  async retries({ simId, epoch }: Claim): Promise<number | null> {
    const simulations = this.database.dataSource.getRepository(SimulationEntity);
    const found = await simulations.findOne({ select: { retryCount: true }, where: { simId, epoch, runner: Not(IsNull()) } });
    return found && found.retryCount;
  }

  async held(claims: readonly Claim[]): Promise<Claim[]> {
    if (claims.length === 0) return [];
    const rows = await this.database.rows<{ sim_id: string; epoch: number }>(HELD_CLAIMS, columnsOf(claims));
    return rows.map(({ sim_id, epoch }) => ({ simId: sim_id, epoch }));
  }

  async requeueLost(steps: readonly Step[]): Promise<number> {
    const columns = [steps.map(({ from }) => from), steps.map(({ to }) => to), steps.map(({ reason }) => reason)];
    return (await this.database.rows(REQUEUE_LOST, columns)).length;
  }

  async expire(runner: string | null): Promise<void> {
    const runners = this.database.dataSource.getRepository(RunnerEntity);
    const ended = { leaseUntil: () => `'-infinity'` };
    await (runner === null ? runners.updateAll(ended) : runners.update({ runner }, ended));
  }

  async forgetRequests(ageSec: number): Promise<void> {
    const requests = this.database.dataSource.getRepository(ChangeRequestEntity);
    const old = Raw((column) => `${column} < clock_timestamp() - make_interval(secs => :ageSec)`, { ageSec });
    await requests.delete({ createdAt: old });
  }

  private async putBack({ simId, epoch }: Claim, step: Step, delaySec: number | null): Promise<boolean> {
    return (await this.database.row(RETURN_CLAIM, [simId, epoch, step.from, step.to, step.reason, delaySec])) !== null;
  }
}

interface ClaimedRow {
  sim_id: string;
  epoch: number;
  scenario: string;
  speed: Speed;
}

function columnsOf(claims: readonly Claim[]): [string[], number[]] {
  return [claims.map(({ simId }) => simId), claims.map(({ epoch }) => epoch)];
}
