import type { CommandRecord, CommandState } from '@skein/fleet';

/** A command as the statements give it. */
export interface CommandRow {
  command_id: string;
  agent_id: string;
  batch_id: string;
  seq: string;
  state: CommandState;
  command: string;
  args: Record<string, unknown> | null;
  timeout_sec: number | null;
  created_at: Date;
  expires_at: Date | null;
  sent_at: Date | null;
  acknowledged_at: Date | null;
  started_at: Date | null;
  finished_at: Date | null;
  cancel_requested_at: Date | null;
  progress_message: string | null;
  progress_fraction: number | null;
  result: string | null;
}

export function toCommand(row: CommandRow): CommandRecord {
  const { progress_message: message, progress_fraction: fraction } = row;
  return {
    commandId: row.command_id,
    agentId: row.agent_id,
    batchId: row.batch_id,
    seq: Number(row.seq),
    state: row.state,
    command: row.command,
    args: row.args,
    timeoutSec: row.timeout_sec,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    sentAt: row.sent_at,
    acknowledgedAt: row.acknowledged_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    cancelRequestedAt: row.cancel_requested_at,
    progress: message === null && fraction === null ? null : { message, fraction },
    result: row.result,
  };
}
