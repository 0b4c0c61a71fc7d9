import {
  type BatchCount,
  type Claimed,
  type ClaimLimits,
  type CommandRecord,
  type CommandResult,
  type CommandState,
  CommandStore,
  type ExecutedCommand,
  type Order,
  type OrderOutcome,
  type Page,
  type PageLimits,
  type Report,
  type ReportOutcome,
  type ResultOutcome,
  type Sender,
} from '@skein/fleet';
import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { CANCEL_COMMAND, CLAIM_CANCELLATIONS, REPLICA_OF_COMMAND } from '../../sql/fleet/cancel-command.js';
import { CLAIM_COMMANDS } from '../../sql/fleet/claim-commands.js';
import { FORGET_COMMANDS } from '../../sql/fleet/forget-commands.js';
import { OVERDUE_COMMANDS } from '../../sql/fleet/overdue-commands.js';
import { QUEUED_BYTES } from '../../sql/fleet/queued-bytes.js';
import { BATCH_COMMANDS, COUNT_BATCH, EXECUTED_COMMANDS, FIND_COMMANDS } from '../../sql/fleet/read-commands.js';
import { RECORD_RESULTS } from '../../sql/fleet/record-results.js';
import { REPORT_COMMANDS } from '../../sql/fleet/report-commands.js';
import { REQUEUE_STALE, REQUEUE_UNWRITTEN } from '../../sql/fleet/requeue-stale.js';
import { lookups } from '../lookups.js';
import { idOrNull } from '../parameters.js';
import { type CommandRow, toCommand } from './command-row.js';
import { column, groupCommit, storable } from './group-commit.js';
import { placeOrder } from './place-order.js';

/** An agent has this long to acknowledge, seconds; sending a command again does it no harm. */
export const ACKNOWLEDGE_SEC = 10;
/** Results may be large, and a statement with them long: others need not wait for it. */
const LANES = 2;
/** Beyond `timeout_sec`, an agent has this long to say itself that the time is over. */
const GRACE_SEC = 5;

@Injectable()
export class PostgresCommandStore extends CommandStore {
  private readonly reports;
  private readonly results;
  private readonly commands;

  constructor(private readonly database: Database) {
    super();
    this.reports = groupCommit<Report, ReportOutcome>((items) => this.reportAll(items), { lanes: LANES });
    this.results = groupCommit<CommandResult, ResultOutcome>((items) => this.recordAll(items), {
      lanes: LANES,
      bytesOf: ({ result }) => result.length,
    });
    this.commands = lookups<CommandRow>(database, FIND_COMMANDS, 'command_id');
  }

  order(order: Order, sender: Sender): Promise<OrderOutcome> {
    return placeOrder(this.database, order, sender, ACKNOWLEDGE_SEC);
  }

  async claim({ replica, held }: Sender, agentIds: readonly string[] | null, most: ClaimLimits): Promise<Claimed> {
    const statement = agentIds === null ? CLAIM_COMMANDS.all : CLAIM_COMMANDS.of;
    const rows = await this.database.rows<ClaimedRow>(statement, [
      ...[replica, agentIds, held, most.forEach, most.inAll, ACKNOWLEDGE_SEC],
      ...[most.bytesForEach, most.bytesInAll],
    ]);
    const dispatches = rows.map(({ command_id, agent_id, seq, epoch, command, args, timeout_sec, waited_sec }) => ({
      commandId: command_id,
      agentId: agent_id,
      seq: Number(seq),
      epoch: Number(epoch),
      command,
      args,
      timeoutSec: timeout_sec,
      waitedSec: waited_sec,
    }));
    return { dispatches, cut: rows[0]?.cut ?? false };
  }

  async queuedBytes(): Promise<number> {
    return (await this.database.row<{ bytes: number }>(QUEUED_BYTES, []))?.bytes ?? 0;
  }

  report(report: Report): Promise<ReportOutcome> {
    return this.reports.add(report);
  }

  async record(result: CommandResult): Promise<ResultOutcome> {
    const id = idOrNull(result.commandId);
    return id === null ? { known: false } : this.results.add({ ...result, commandId: id });
  }

  async requeueUnwritten(replica: string, sinceSec: number): Promise<void> {
    await this.database.rows(REQUEUE_UNWRITTEN, [replica, sinceSec]);
  }

  async requeueStale(): Promise<string[]> {
    const rows = await this.database.rows<{ agent_id: string }>(REQUEUE_STALE, []);
    return rows.map(({ agent_id }) => agent_id);
  }

  async overdue(limit: number): Promise<number> {
    return (await this.database.rows(OVERDUE_COMMANDS, [limit])).length;
  }

  async cancel(commandId: string): Promise<{ command: CommandRecord; replica: string | null } | null> {
    const id = idOrNull(commandId);
    if (id === null) return null;
    await this.database.rows(CANCEL_COMMAND, [id]);
    const command = await this.find(id);
    if (command === null) return null;
    const where = await this.database.row<{ replica: string | null }>(REPLICA_OF_COMMAND, [id]);
    return { command, replica: where?.replica ?? null };
  }

  async claimCancellations(replica: string): Promise<{ agentId: string; commandId: string }[]> {
    const rows = await this.database.rows<{ agent_id: string; command_id: string }>(CLAIM_CANCELLATIONS, [replica]);
    return rows.map(({ agent_id, command_id }) => ({ agentId: agent_id, commandId: command_id }));
  }

  async find(commandId: string): Promise<CommandRecord | null> {
    const id = idOrNull(commandId);
    const row = id === null ? null : await this.commands.add(id);
    return row && toCommand(row);
  }

  async executed(agentId: string, before: number | null, { items, bytes }: PageLimits): Promise<Page<ExecutedCommand>> {
    const from = before ?? Number.MAX_SAFE_INTEGER;
    const rows = await this.database.rows<ExecutedRow>(EXECUTED_COMMANDS, [agentId, from, items, bytes]);
    const commands = rows.map(({ command_id, seq, state, command, sent_at, result }) => ({
      commandId: command_id,
      seq: Number(seq),
      state,
      command,
      sentAt: sent_at,
      result,
    }));
    return { items: commands, more: rows[0]?.cut ?? false };
  }

  async batch(batchId: string): Promise<BatchCount | null> {
    const id = idOrNull(batchId);
    const row = id === null ? null : await this.database.row<BatchRow>(COUNT_BATCH, [id]);
    return row && { batchId: row.batch_id, command: row.command, args: row.args, createdAt: row.created_at, states: row.states };
  }

  async batchCommands(batchId: string, after: number, { items, bytes }: PageLimits): Promise<Page<CommandRecord>> {
    const id = idOrNull(batchId);
    if (id === null) return { items: [], more: false };
    const rows = await this.database.rows<CommandRow & { cut: boolean }>(BATCH_COMMANDS, [id, after, items, bytes]);
    return { items: rows.map(toCommand), more: rows.at(-1)?.cut ?? false };
  }

  async forgetEnded(ageSec: number, most: number): Promise<number> {
    return (await this.database.rows(FORGET_COMMANDS, [ageSec, most])).length;
  }

  private async reportAll(items: Report[]): Promise<ReportOutcome[]> {
    const rows = await this.database.rows<{ command_id: string; agent_id: string; unwanted: boolean }>(REPORT_COMMANDS, [
      column(items, ({ commandId }) => commandId),
      column(items, ({ agentId }) => agentId),
      column(items, ({ begun }) => begun),
      column(items, ({ message }) => message && storable(message)),
      column(items, ({ fraction }) => fraction),
      GRACE_SEC,
    ]);
    const known = new Map(rows.map((row) => [row.command_id, row]));
    return items.map(({ commandId, agentId }) => {
      const row = known.get(commandId);
      if (row?.agent_id !== agentId) return 'unknown';
      return row.unwanted ? 'unwanted' : 'noted';
    });
  }

  private async recordAll(items: CommandResult[]): Promise<ResultOutcome[]> {
    const rows = await this.database.rows<RecordedRow>(RECORD_RESULTS, [
      column(items, ({ commandId }) => commandId),
      column(items, ({ agentId }) => agentId),
      column(items, ({ state }) => state),
      column(items, ({ result }) => storable(result)),
    ]);
    const byId = new Map(rows.map((row) => [row.command_id, row]));
    return items.map(({ commandId, state, result }, i) => {
      const row = byId.get(commandId);
      if (row === undefined || items[row.place - 1].agentId !== items[i].agentId) return { known: false };
      if (row.ended) return { known: true, recorded: false, state: row.state, result: row.result, tookSec: null };
      const first = items[row.place - 1];
      return first === items[i]
        ? { known: true, recorded: true, state, result, tookSec: row.took_sec }
        : { known: true, recorded: false, state: first.state, result: first.result, tookSec: null };
    });
  }
}

interface ClaimedRow {
  command_id: string;
  agent_id: string;
  seq: string;
  epoch: string;
  command: string;
  args: Record<string, unknown> | null;
  timeout_sec: number | null;
  waited_sec: number;
  cut: boolean;
}

interface ExecutedRow {
  command_id: string;
  seq: string;
  state: CommandState;
  command: string;
  sent_at: Date | null;
  result: string;
  cut: boolean;
}

interface RecordedRow {
  command_id: string;
  state: CommandState;
  result: string | null;
  place: number;
  took_sec: number | null;
  ended: boolean;
}

interface BatchRow {
  batch_id: string;
  command: string;
  args: Record<string, unknown> | null;
  created_at: Date;
  states: BatchCount['states'];
}
