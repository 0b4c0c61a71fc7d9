import { Injectable } from '@nestjs/common';
import { VersionConflict } from '@skein/problem';
import {
  type AnsweredRequest,
  type ChangeRequest,
  type ListQuery,
  type SimulationRecord,
  SimulationStore,
  TERMINAL,
} from '@skein/simulation';
import type { LoggedEdit, StatusChange, Step } from '@skein/simulation';
import type { AdmittedRequest } from '@skein/topology';
import { Database } from '../database/database.js';
import { ChangeRequestEntity } from '../entities/change-request.entity.js';
import { EditEntity } from '../entities/edit.entity.js';
import { ResultsEntity } from '../entities/results.entity.js';
import { ScenarioEntity } from '../entities/scenario.entity.js';
import { CHANGE_SIMULATION } from '../sql/change-simulation.js';
import { CREATE_SIMULATION } from '../sql/create-simulation.js';
import { DELETE_SIMULATION } from '../sql/delete-simulation.js';
import { FIND_SIMULATION } from '../sql/find-simulation.js';
import { LIST_SIMULATIONS } from '../sql/list-simulations.js';
import { rethrowTakenRequest } from './conflicts.js';
import { idOrNull, jsonbText } from './parameters.js';
import { type SimulationRow, toRecord } from './simulation-row.js';

@Injectable()
export class PostgresSimulationStore extends SimulationStore {
  constructor(private readonly database: Database) {
    super();
  }

  async create(simId: string, admitted: AdmittedRequest, first: Step, request: ChangeRequest): Promise<SimulationRecord> {
    const { name, labels, config, nodes, links, warnings, scenario } = admitted;
    const values = [simId, name, jsonbText(labels), JSON.stringify(config), nodes, links, JSON.stringify(warnings), scenario];
    const row = await this.database
      .row<SimulationRow>(CREATE_SIMULATION, [...values, first.to, first.from, first.reason, ...valuesOf(request)])
      .catch(rethrowTakenRequest(simId));
    return changed(simId, row);
  }

  async answered(requestId: string): Promise<AnsweredRequest | null> {
    const found = await this.database.dataSource.getRepository(ChangeRequestEntity).findOneBy({ requestId });
    if (found === null) return null;
    const { operation, fingerprint, simId, answer } = found;
    return { requestId, operation, fingerprint, simId, answer };
  }

  async find(simId: string): Promise<SimulationRecord | null> {
    const row = await this.database.row<SimulationRow>(FIND_SIMULATION, [idOrNull(simId)]);
    return row && toRecord(row);
  }

  async list({ status, limit, after }: ListQuery): Promise<SimulationRecord[]> {
    const { all, allAfter, withStatus, withStatusAfter } = LIST_SIMULATIONS;
    const values = [limit, ...(after === null ? [] : [after.createdAt, after.simId]), ...(status === null ? [] : [status])];
    const statement = status === null ? (after === null ? all : allAfter) : after === null ? withStatus : withStatusAfter;
    return (await this.database.rows<SimulationRow>(statement, values)).map(toRecord);
  }

  async change(change: StatusChange): Promise<SimulationRecord> {
    const { simId, version, steps, request } = change;
    const status = steps.at(-1)?.to ?? null;
    const { simulatedSec = null, results = null, edit, config, size } = change;
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
        results,
        ...valuesOf(request),
        change.answer ? JSON.stringify(change.answer) : null,
        config ? JSON.stringify(config) : null,
        size?.nodes ?? null,
        size?.links ?? null,
        edit?.seq ?? null,
        edit ? JSON.stringify(edit.edits) : null,
        change.fence ?? false,
        change.keepEdits ?? false,
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

  async scenario(simId: string): Promise<string | null> {
    const id = idOrNull(simId);
    if (id === null) return null;
    const found = await this.database.dataSource.getRepository(ScenarioEntity).findOneBy({ simId: id });
    return found && found.scenario;
  }

  async results(simId: string, run: number): Promise<string | null> {
    const id = idOrNull(simId);
    if (id === null) return null;
    const found = await this.database.dataSource.getRepository(ResultsEntity).findOneBy({ simId: id, run });
    return found && found.results;
  }
}

function valuesOf({ requestId, operation, fingerprint }: ChangeRequest): [string, string, string] {
  return [requestId, operation, fingerprint];
}

function changed(simId: string, row: SimulationRow | null): SimulationRecord {
  if (row === null) throw new VersionConflict(simId);
  return toRecord(row);
}
