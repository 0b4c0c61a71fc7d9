import { Injectable } from '@nestjs/common';
import {
  type ClaimedSimulation,
  type ClaimEnd,
  ClaimStore,
  LEAST_CLAIMED,
  type LogEntry,
  type Loss,
  type PackedSnapshot,
  type Progress,
  type ResultTerms,
  reachedSec,
  type Step,
} from '@skein/simulation';
import type { Placement, Speed } from '@skein/topology';
import { IsNull, Not } from 'typeorm';
import { Database } from '../database/database.js';
import type { Statement } from '../database/statement.js';
import { RunnerEntity } from '../entities/runner.entity.js';
import { SimulationEntity } from '../entities/simulation.entity.js';
import { CLAIM_SIMULATIONS, CLAIM_SUSPECTS } from '../sql/claim-simulations.js';
import { FORGET_ENDED } from '../sql/forget-ended.js';
import { FORGET_REQUESTS } from '../sql/forget-requests.js';
import { FORGET_SNAPSHOTS } from '../sql/forget-snapshots.js';
import { HEARTBEAT } from '../sql/heartbeat.js';
import { HELD_CLAIMS } from '../sql/held-claims.js';
import { CLEAR_CLAIMS, LOSE_CLAIMS, REQUEUE_LOST } from '../sql/lose-runner.js';
import { RECORD_LOG } from '../sql/record-log.js';
import { RECORD_PROGRESS } from '../sql/record-progress.js';
import { RECORD_SNAPSHOT } from '../sql/record-snapshot.js';
import { DURATIONS, RESULT_TERMS } from '../sql/result-terms.js';
import { RETURN_CLAIM } from '../sql/return-claim.js';
import { SUSPECT_PLACEMENTS, WAITING_PLACEMENTS } from '../sql/waiting-placements.js';
import { endings } from './endings.js';
import { keptResults } from './kept-results.js';
import { placementOf, placementText } from './placement-text.js';
import { plainArray } from './parameters.js';

/** Of scenarios that one claim brings, beyond the least. */
const MOST_CLAIMED_BYTES = 1024 * 1024;

interface Claim {
  simId: string;
  epoch: number;
}

@Injectable()
export class PostgresClaimStore extends ClaimStore {
  private readonly endings;

  constructor(private readonly database: Database) {
    super();
    this.endings = endings(database);
  }

  async heartbeat(runners: readonly string[], leaseSec: number): Promise<void> {
    if (runners.length > 0) await this.database.rows(HEARTBEAT, [runners, leaseSec]);
  }

  placements(): Promise<Placement[]> {
    return this.placementsOf(WAITING_PLACEMENTS);
  }

  suspectPlacements(): Promise<Placement[]> {
    return this.placementsOf(SUSPECT_PLACEMENTS);
  }

  claim(runner: string, limit: number, steps: readonly Step[], placement: Placement = 'any'): Promise<ClaimedSimulation[]> {
    return this.claimed(CLAIM_SIMULATIONS, runner, limit, steps, placement);
  }

  claimSuspects(runner: string, limit: number, steps: readonly Step[], placement: Placement): Promise<ClaimedSimulation[]> {
    return this.claimed(CLAIM_SUSPECTS, runner, limit, steps, placement);
  }

  async clear(claims: readonly Claim[], loss: Loss): Promise<Claim[]> {
    const rows = await this.database.rows<ClaimRow>(CLEAR_CLAIMS, [...lossColumns(loss), ...columnsOf(claims)]);
    return rows.map(toClaim);
  }

  async recordProgress(moved: readonly Progress[]): Promise<void> {
    if (moved.length === 0) return;
    await this.database.rows(RECORD_PROGRESS, [
      ...columnsOf(moved),
      plainArray(moved.map(({ simulatedSec }) => simulatedSec)),
      plainArray(moved.map(({ routed }) => routed ?? 'NULL')),
    ]);
  }

  async recordLog({ simId, epoch }: Claim, entries: readonly LogEntry[]): Promise<void> {
    await this.database.rows(RECORD_LOG, [simId, epoch, JSON.stringify(entries)]);
  }

  async recordSnapshot({ simId, epoch }: Claim, { at_sec, edits_made, deflated }: PackedSnapshot): Promise<void> {
    await this.database.rows(RECORD_SNAPSHOT, [simId, epoch, at_sec, edits_made, deflated]);
  }

  async end(end: ClaimEnd): Promise<boolean> {
    const kept = end.ended ? await keptResults(end.ended.results) : null;
    return this.endings.add({ ...end, kept });
  }

  async retry({ simId, epoch }: Claim, step: Step, delaySec: number): Promise<boolean> {
    return (await this.database.row(RETURN_CLAIM, [simId, epoch, step.from, step.to, step.reason, delaySec])) !== null;
  }

  async lose(claims: readonly Claim[], loss: Loss): Promise<void> {
    if (claims.length > 0) await this.database.rows(LOSE_CLAIMS, [...lossColumns(loss), ...columnsOf(claims)]);
  }

  async retries({ simId, epoch }: Claim): Promise<number | null> {
    const simulations = this.database.dataSource.getRepository(SimulationEntity);
    const found = await simulations.findOne({ select: { retryCount: true }, where: { simId, epoch, runner: Not(IsNull()) } });
    return found && found.retryCount;
  }

  async heldBy(runners: readonly string[]): Promise<(Claim & { runner: string })[]> {
    const rows = await this.database.rows<{ runner: string; claims: string }>(HELD_CLAIMS, [runners]);
    return rows.flatMap(({ runner, claims }) => claims.split(',').map((claim) => heldClaim(claim, runner)));
  }

  async durations(simIds: readonly string[]): Promise<Map<string, number>> {
    if (simIds.length === 0) return new Map();
    const rows = await this.database.rows<{ sim_id: string; duration_sec: number }>(DURATIONS, [plainArray(simIds)]);
    return new Map(rows.map(({ sim_id, duration_sec }) => [sim_id, duration_sec]));
  }

  async resultTerms({ simId, epoch }: Claim): Promise<ResultTerms | null> {
    const row = await this.database.row<TermsRow>(RESULT_TERMS, [simId, epoch]);
    if (row === null) return null;
    const { duration_sec, seed, sample_interval_sec, nodes, links, flows, edits_bytes } = row;
    return { durationSec: duration_sec, seed, sampleIntervalSec: sample_interval_sec, nodes, links, flows, editsBytes: edits_bytes };
  }

  async freeLost(loss: Loss): Promise<number> {
    return (await this.database.rows(REQUEUE_LOST, lossColumns(loss))).length;
  }

  async expire(runner: string): Promise<void> {
    const runners = this.database.dataSource.getRepository(RunnerEntity);
    await runners.update({ runner }, { leaseUntil: () => `'-infinity'` });
  }

  async forgetEnded(ageSec: number, most: number): Promise<number> {
    return (await this.database.rows(FORGET_ENDED, [ageSec, most])).length;
  }

  async forgetSnapshots(): Promise<void> {
    await this.database.rows(FORGET_SNAPSHOTS, []);
  }

  async forgetRequests(ageSec: number, most: number): Promise<number> {
    return (await this.database.rows(FORGET_REQUESTS, [ageSec, most])).length;
  }

  private async placementsOf(statement: Statement): Promise<Placement[]> {
    const rows = await this.database.rows<{ placement: string }>(statement, []);
    return rows.map(({ placement }) => placementOf(placement));
  }

  private async claimed(statement: Statement, runner: string, limit: number, steps: readonly Step[], placement: Placement) {
    const values = [runner, limit, ...stepColumns(steps), LEAST_CLAIMED, MOST_CLAIMED_BYTES, placementText(placement)];
    return (await this.database.rows<ClaimedRow>(statement, values)).map(toClaimed);
  }
}

interface ClaimRow {
  sim_id: string;
  epoch: number;
}

interface TermsRow {
  duration_sec: number;
  seed: number;
  sample_interval_sec: number;
  nodes: number;
  links: number;
  flows: number | null;
  edits_bytes: number;
}

interface ClaimedRow extends ClaimRow, SnapshotColumns {
  scenario: string;
  speed: Speed;
  duration_sec: number;
  paused: boolean;
  simulated_sec: number;
  waited_sec: number;
  recovered: boolean;
  edits: ClaimedSimulation['course']['edits'] | null;
}

/** All null where it has none. */
interface SnapshotColumns {
  snapshot_at_sec: number | null;
  edits_made: number | null;
  deflated: Buffer | null;
}

function toClaim({ sim_id, epoch }: ClaimRow): Claim {
  return { simId: sim_id, epoch };
}

function toClaimed({ scenario, speed, paused, simulated_sec, edits, ...row }: ClaimedRow): ClaimedSimulation {
  const made = edits ?? [];
  return {
    ...toClaim(row),
    scenario,
    speed,
    durationSec: row.duration_sec,
    course: { edits: made, to_sec: reachedSec(simulated_sec, made), paused, snapshot: snapshotOf(row) },
    waitedSec: row.waited_sec,
    recovered: row.recovered,
  };
}

function snapshotOf({ snapshot_at_sec: at_sec, edits_made, deflated }: SnapshotColumns): PackedSnapshot | null {
  return at_sec === null || edits_made === null || deflated === null ? null : { at_sec, edits_made, deflated };
}

function columnsOf(claims: readonly Claim[]): [string, string] {
  return [plainArray(claims.map(({ simId }) => simId)), plainArray(claims.map(({ epoch }) => epoch))];
}

function stepColumns(steps: readonly Step[]): [unknown[], string[], string[]] {
  return [steps.map(({ from }) => from), steps.map(({ to }) => to), steps.map(({ reason }) => reason)];
}

function lossColumns({ counted, most, message, steps }: Loss): unknown[] {
  return [counted, most, message, ...stepColumns(steps)];
}

/** @param claim `sim_id epoch` */
function heldClaim(claim: string, runner: string): Claim & { runner: string } {
  const space = claim.indexOf(' ');
  return { simId: claim.slice(0, space), epoch: Number(claim.slice(space + 1)), runner };
}
