import { Injectable } from '@nestjs/common';
import { VersionConflict } from '@skein/problem';
import {
  type AnsweredRequest,
  type ChangeRequest,
  type ListQuery,
  type PackedSnapshot,
  type ResultsText,
  type SimulationRecord,
  SimulationStore,
  type SubmittedTexts,
  TERMINAL,
} from '@skein/simulation';
import type { LoggedEdit, ShownEdit, StatusChange, Step } from '@skein/simulation';
import type { AdmittedRequest, LoggedEditText } from '@skein/topology';
import type { QueryResultRow } from 'pg';
import { Database } from '../database/database.js';
import { EditEntity } from '../entities/edit.entity.js';
import { ScenarioEntity } from '../entities/scenario.entity.js';
import { SnapshotEntity } from '../entities/snapshot.entity.js';
import { CHANGE_SIMULATION } from '../sql/change-simulation.js';
import { COUNT_PENDING } from '../sql/count-pending.js';
import { EDIT_PAGE, EDIT_TEXTS, SUBMITTED_SIZE } from '../sql/read-edits.js';
import { DELETE_SIMULATION } from '../sql/delete-simulation.js';
import { FIND_REQUESTS } from '../sql/find-requests.js';
import { FIND_SIMULATIONS } from '../sql/find-simulations.js';
import { filteredList, isFiltered } from '../sql/filtered-list.js';
import { LIST_SIMULATIONS } from '../sql/list-simulations.js';
import { BY_SERVER } from '../sql/record-snapshot.js';
import { rethrowTakenRequest } from './conflicts.js';
import { Creations } from './creations.js';
import { keptResults } from './kept-results.js';
import { lookups } from './lookups.js';
import { idOrNull } from './parameters.js';
import { RecordedResults } from './recorded-results.js';
import { type SimulationRow, toRecord } from './simulation-row.js';
import { readSubmitted } from './submitted-requests.js';

/** Of the log of edits, in one answer of the database. */
const EDITS_A_PAGE = 500;
const EDIT_BYTES_A_PAGE = 1024 * 1024;

@Injectable()
export class PostgresSimulationStore extends SimulationStore {
  private readonly creations;
  private readonly simulations;
  private readonly requests;
  private readonly recorded;

  constructor(private readonly database: Database) {
    super();
    this.creations = new Creations(database);
    this.simulations = lookups<SimulationRow>(database, FIND_SIMULATIONS, 'sim_id');
    this.requests = lookups<RequestRow>(database, FIND_REQUESTS, 'request_id');
    this.recorded = new RecordedResults(database);
  }

  async create(
    simId: string,
    admitted: AdmittedRequest,
    steps: readonly Step[],
    request: ChangeRequest | null,
    runner: string | null,
  ): Promise<void> {
    if (!(await this.creations.add({ simId, admitted, steps, request, runner }))) throw new VersionConflict(simId);
  }

  async answered(requestId: string): Promise<AnsweredRequest | null> {
    const found = await this.requests.add(requestId);
    return found && { requestId, operation: found.operation, fingerprint: found.fingerprint, simId: found.sim_id, answer: found.answer };
  }

  async find(simId: string): Promise<SimulationRecord | null> {
    const id = idOrNull(simId);
    const row = id === null ? null : await this.simulations.add(id);
    return row && toRecord(row);
  }

  async pending(most: number): Promise<number> {
    return (await this.database.row<{ pending: number }>(COUNT_PENDING, [most]))?.pending ?? 0;
  }

  async list(query: ListQuery): Promise<SimulationRecord[]> {
    const { status, limit, after } = query;
    const { all, allAfter, withStatus, withStatusAfter } = LIST_SIMULATIONS;
    if (isFiltered(query)) {
      const { statement, values } = filteredList(query);
      return (await this.database.rows<SimulationRow>(statement, values)).map(toRecord);
    }
    const values = [limit, ...(after === null ? [] : [after.createdAt, after.simId]), ...(status === null ? [] : [status])];
    const statement = status === null ? (after === null ? all : allAfter) : after === null ? withStatus : withStatusAfter;
    return (await this.database.rows<SimulationRow>(statement, values)).map(toRecord);
  }

  async change(change: StatusChange): Promise<SimulationRecord> {
    const { simId, version, steps, request } = change;
    const status = steps.at(-1)?.to ?? null;
    const { simulatedSec = null, edit, config, size } = change;
    const kept = typeof change.results === 'string' ? await keptResults(change.results) : null;
    const row = await this.database
      .row<SimulationRow>(CHANGE_SIMULATION, [
        idOrNull(simId),
        version,
        status,
        status !== null && TERMINAL.includes(status),
        change.newRun ?? false,
        steps.map((step) => step.to),
        steps.map((step) => step.from),
        steps.map((step) => step.reason),
        simulatedSec,
        kept?.results ?? null,
        ...valuesOf(request),
        change.answer ? JSON.stringify(change.answer) : null,
        config ? JSON.stringify(config) : null,
        size?.nodes ?? null,
        size?.links ?? null,
        edit?.seq ?? null,
        edit ? JSON.stringify(edit.edits) : null,
        change.keepEdits ?? false,
        kept?.packed ?? null,
        kept?.summary ?? null,
      ])
      .catch(rethrowTakenRequest(simId));
    return changed(simId, row);
  }

  async delete(simId: string, version: number, request: ChangeRequest): Promise<void> {
    const row = await this.database
      .row(DELETE_SIMULATION, [idOrNull(simId), version, ...valuesOf(request)])
      .catch(rethrowTakenRequest(simId));
    if (row === null) throw new VersionConflict(simId);
  }

  async edits(simId: string, run: number): Promise<LoggedEdit[]> {
    const id = idOrNull(simId);
    if (id === null) return [];
    const found = await this.database.dataSource.getRepository(EditEntity).find({ where: { simId: id, run }, order: { seq: 'ASC' } });
    return found.map(({ seq, atSec, edits, at }) => ({ seq, at_sec: atSec, edits, at }));
  }

  async editTexts(simId: string, run: number, after: number): Promise<LoggedEditText[]> {
    const id = idOrNull(simId);
    return id === null ? [] : this.database.rows<LoggedEditText & QueryResultRow>(EDIT_TEXTS, [id, run, after]);
  }

  async *editPages(simId: string, run: number): AsyncGenerator<readonly ShownEdit[]> {
    const id = idOrNull(simId);
    for (let after = 0; id !== null;) {
      const page = await this.database.rows<ShownEdit & QueryResultRow>(EDIT_PAGE, [id, run, after, EDITS_A_PAGE, EDIT_BYTES_A_PAGE]);
      if (page.length === 0) return;
      yield page;
      after = page[page.length - 1].seq;
    }
  }

  async submittedSize(simId: string, run: number): Promise<{ nodes: number; links: number } | null> {
    const id = idOrNull(simId);
    return id === null ? null : this.database.row<{ nodes: number; links: number }>(SUBMITTED_SIZE, [id, run]);
  }

  async scenario(simId: string): Promise<string | null> {
    const id = idOrNull(simId);
    if (id === null) return null;
    const found = await this.database.dataSource.getRepository(ScenarioEntity).findOneBy({ simId: id });
    return found && found.scenario;
  }

  async submitted(simId: string): Promise<SubmittedTexts | null> {
    const id = idOrNull(simId);
    return id === null ? null : readSubmitted(this.database, id);
  }

  async snapshot(simId: string, run: number): Promise<PackedSnapshot | null> {
    const id = idOrNull(simId);
    if (id === null) return null;
    const found = await this.database.dataSource.getRepository(SnapshotEntity).findOneBy({ simId: id, run, takenBy: BY_SERVER });
    return found && { at_sec: found.atSec, edits_made: found.editsMade, deflated: found.deflated };
  }

  results(simId: string, run: number): Promise<ResultsText | null> {
    const id = idOrNull(simId);
    return id === null ? Promise.resolve(null) : this.recorded.read(id, run);
  }

  async addResults(simId: string, run: number, results: string): Promise<void> {
    await this.recorded.add(simId, run, results);
  }
}

interface RequestRow {
  request_id: string;
  operation: ChangeRequest['operation'];
  fingerprint: string;
  sim_id: string;
  answer: object | null;
}

function valuesOf({ requestId, operation, fingerprint }: ChangeRequest): [string, string, string] {
  return [requestId, operation, fingerprint];
}

function changed(simId: string, row: SimulationRow | null): SimulationRecord {
  if (row === null) throw new VersionConflict(simId);
  return toRecord(row);
}
