import { Injectable } from '@nestjs/common';
import {
  type EventPage,
  type EventQuery,
  EventStore,
  type LogLine,
  type LogLines,
  type LogQuery,
  type ProgressNow,
  type SimulationEvent,
} from '@skein/simulation';
import { Database } from '../database/database.js';
import { EXISTING_SIMULATIONS, READ_EVENTS, READ_PROGRESS } from '../sql/read-events.js';
import { KEEP_SUMMARIES } from '../sql/read-results.js';
import { READ_LOG } from '../sql/read-log.js';
import { EventHorizon } from './event-horizon.js';
import { idOrNull } from './parameters.js';
import { summaryOfEnds } from './results-summary.js';

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

  async events({ after, upTo, limit, simIds, types }: EventQuery): Promise<EventPage> {
    const values = [after, upTo, limit, types];
    const rows = await (simIds === null
      ? this.database.rows<EventRow>(READ_EVENTS.all, values)
      : this.database.rows<EventRow>(READ_EVENTS.of, [...values, simIds]));
    this.summarize(rows);
    const events = rows.map(({ number, type, sim_id, run, at, data }) => ({ number: Number(number), type, simId: sim_id, run, at, data }));
    return { events, more: isCut(rows, limit) };
  }

  /** Results that a server of before has written had to be unpacked for their ends; the next reader finds what they tell. */
  private summarize(rows: readonly EventRow[]): void {
    const found: EventRow[] = [];
    for (const row of rows) {
      if (row.type !== 'result' || !isEnds(row.data)) continue;
      row.data = JSON.parse(summaryOfEnds(row.data.head, row.data.tail)) as EventRow['data'];
      found.push(row);
    }
    if (found.length === 0) return;
    const column = (of: (row: EventRow) => unknown): unknown[] => found.map(of);
    const values = [column(({ sim_id }) => sim_id), column(({ run }) => run), column(({ data }) => JSON.stringify(data))];
    // Where it fails, the next reader tries again.
    this.database.rows(KEEP_SUMMARIES, values).catch(() => undefined);
  }

  async progress(told: number, simIds: readonly string[] | null): Promise<ProgressNow[]> {
    const rows = await (simIds === null
      ? this.database.rows<ProgressRow>(READ_PROGRESS.all, [told])
      : this.database.rows<ProgressRow>(READ_PROGRESS.of, [told, simIds]));
    return rows.map(({ sim_id, run, simulated_sec, duration_sec, running, routed }) => ({
      simId: sim_id,
      run,
      simulatedSec: simulated_sec,
      durationSec: duration_sec,
      running,
      routed,
    }));
  }

  async existing(simIds: readonly string[]): Promise<string[]> {
    const rows = await this.database.rows<{ sim_id: string }>(EXISTING_SIMULATIONS, [simIds]);
    return rows.map(({ sim_id }) => sim_id);
  }

  async log({ simId, levels, after, limit }: LogQuery): Promise<LogLines> {
    const rows = await this.database.rows<LogRow>(READ_LOG, [idOrNull(simId), after, limit, levels]);
    const lines = rows.map(({ number, simulated_sec, found: _, ...line }) => ({
      ...line,
      number: Number(number),
      simulatedSec: simulated_sec,
    }));
    return { lines, more: isCut(rows, limit) };
  }
}

interface Found {
  /** How many there were, up to the limit; fewer come where they would be too large together. */
  found: number;
}

function isCut(rows: readonly Found[], limit: number): boolean {
  return rows.length > 0 && (rows.length < rows[0].found || rows.length === limit);
}

interface EventRow extends Found {
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
  running: boolean;
  routed: number | null;
}

type LogRow = Omit<LogLine, 'number' | 'simulatedSec'> & Found & { number: string; simulated_sec: number | null };

interface ResultsEnds {
  head: string;
  tail: string;
}

function isEnds(data: object): data is ResultsEnds {
  return 'head' in data && 'tail' in data;
}
