import { Injectable } from '@nestjs/common';
import { type EventQuery, EventStore, type LogLine, type LogQuery, type ProgressNow, type SimulationEvent } from '@skein/simulation';
import { Database } from '../database/database.js';
import { EXISTING_SIMULATIONS, READ_EVENTS, READ_PROGRESS } from '../sql/read-events.js';
import { READ_LOG } from '../sql/read-log.js';
import { EventHorizon } from './event-horizon.js';
import { idOrNull } from './parameters.js';

@Injectable()
export class PostgresEventStore extends EventStore {
  private readonly horizon: EventHorizon;

  constructor(private readonly database: Database) {
    super();
    this.horizon = new EventHorizon(database);
  }

  settled(): Promise<number> {
    return this.horizon.look();
  }

  last(): Promise<number> {
    return this.horizon.lastNumber();
  }

  async events({ after, upTo, limit, simIds, types }: EventQuery): Promise<SimulationEvent[]> {
    const values = [after, upTo, limit, types];
    const rows = await (simIds === null
      ? this.database.rows<EventRow>(READ_EVENTS.all, values)
      : this.database.rows<EventRow>(READ_EVENTS.of, [...values, simIds]));
    return rows.map(({ number, type, sim_id, run, at, data }) => ({
      number: Number(number),
      type,
      simId: sim_id,
      run,
      at,
      data: type === 'result' ? summary(data as unknown as ResultsEnds) : data,
    }));
  }

  async progress(told: number, simIds: readonly string[] | null): Promise<ProgressNow[]> {
    const rows = await (simIds === null
      ? this.database.rows<ProgressRow>(READ_PROGRESS.all, [told])
      : this.database.rows<ProgressRow>(READ_PROGRESS.of, [told, simIds]));
    return rows.map(({ sim_id, run, simulated_sec, duration_sec }) => ({
      simId: sim_id,
      run,
      simulatedSec: simulated_sec,
      durationSec: duration_sec,
    }));
  }

  async existing(simIds: readonly string[]): Promise<string[]> {
    const rows = await this.database.rows<{ sim_id: string }>(EXISTING_SIMULATIONS, [simIds]);
    return rows.map(({ sim_id }) => sim_id);
  }

  async log({ simId, levels, after, limit }: LogQuery): Promise<LogLine[]> {
    const rows = await this.database.rows<LogRow>(READ_LOG, [idOrNull(simId), after, limit, levels]);
    return rows.map(({ number, simulated_sec, ...line }) => ({ ...line, number: Number(number), simulatedSec: simulated_sec }));
  }
}

interface EventRow {
  number: string;
  type: SimulationEvent['type'];
  sim_id: string;
  run: number;
  at: Date;
  data: Record<string, unknown>;
}

interface ProgressRow {
  sim_id: string;
  run: number;
  simulated_sec: number;
  duration_sec: number;
}

type LogRow = Omit<LogLine, 'number' | 'simulatedSec'> & { number: string; simulated_sec: number | null };

interface ResultsEnds {
  head: string;
  tail: string;
}

/** What stands at the ends of the text of results: they are never parsed where HTTP is served. Null for what is not there. */
function summary({ head, tail }: ResultsEnds): SimulationEvent['data'] {
  const simulated = /^\{"simulated_sec":([\d.eE+-]+)/.exec(head)?.[1];
  const packets = /"packets":(\{[^{}]*\{[^{}]*\}[^{}]*\})/.exec(head)?.[1];
  const hash = /"result_hash":"([0-9a-f]+)"\}$/.exec(tail)?.[1];
  return {
    simulated_sec: simulated === undefined ? null : Number(simulated),
    result_hash: hash ?? null,
    packets: packets === undefined ? null : (JSON.parse(packets) as Record<string, unknown>),
  };
}
