import { ApiProperty } from '@nestjs/swagger';
import type { CommandRecord } from '../../commands/command-record.js';
import { COMMAND_STATES, type CommandState } from '../../commands/states.js';
import type { BatchCount } from '../../ports/command-store.js';

const time = { type: String, nullable: true, format: 'date-time' } as const;
const anyObject = { type: 'object', additionalProperties: true } as const;

export class CommandProgressDocument {
  @ApiProperty({ type: String, nullable: true })
  message: string | null;

  @ApiProperty({ type: Number, nullable: true, description: 'How much of it is done, 0 to 1' })
  fraction: number | null;
}

export class CommandDocument {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ example: 'rack-3-host-7' })
  agent_id: string;

  @ApiProperty({ format: 'uuid', description: 'What one request has told agents has one batch' })
  batch_id: string;

  @ApiProperty({ description: 'Grows with each command of an agent, with gaps', example: 12 })
  seq: number;

  @ApiProperty({
    enum: COMMAND_STATES,
    description:
      'Sent is not delivered, and acknowledged is not done. `expired`, `timed_out` and `cancelled` without a `result` are what the server concludes: where the command had been sent, the first word of its agent takes their place',
  })
  state: CommandState;

  @ApiProperty({ example: 'echo' })
  command: string;

  @ApiProperty({ ...anyObject, nullable: true })
  args: Record<string, unknown> | null;

  @ApiProperty({ type: Number, nullable: true, description: 'How long it may run, seconds' })
  timeout_sec: number | null;

  @ApiProperty({ format: 'date-time' })
  created_at: string;

  @ApiProperty({ ...time, description: 'Not worth delivering later' })
  expires_at: string | null;

  @ApiProperty({ ...time, description: 'When it was last sent' })
  sent_at: string | null;

  @ApiProperty({ ...time, description: 'When the agent said that it has it' })
  acknowledged_at: string | null;

  @ApiProperty({ ...time })
  started_at: string | null;

  @ApiProperty({ ...time })
  finished_at: string | null;

  @ApiProperty({ ...time, description: 'When somebody said that it is not wanted any more; its agent says what became of it' })
  cancel_requested_at: string | null;

  @ApiProperty({ type: CommandProgressDocument, nullable: true })
  progress: CommandProgressDocument | null;

  @ApiProperty({ type: String, nullable: true, description: 'What the agent answered; null where it has not' })
  result: string | null;
}

export function commandDocument(command: CommandRecord): CommandDocument {
  return {
    id: command.commandId,
    agent_id: command.agentId,
    batch_id: command.batchId,
    seq: command.seq,
    state: command.state,
    command: command.command,
    args: command.args,
    timeout_sec: command.timeoutSec,
    created_at: command.createdAt.toISOString(),
    expires_at: iso(command.expiresAt),
    sent_at: iso(command.sentAt),
    acknowledged_at: iso(command.acknowledgedAt),
    started_at: iso(command.startedAt),
    finished_at: iso(command.finishedAt),
    cancel_requested_at: iso(command.cancelRequestedAt),
    progress: command.progress,
    result: command.result,
  };
}

const iso = (at: Date | null): string | null => at && at.toISOString();

export class CommandPage {
  @ApiProperty({ type: [CommandDocument] })
  items: CommandDocument[];

  @ApiProperty({ type: Number, nullable: true, description: '`after` of the next page; null behind the last' })
  next_after: number | null;
}

export class BatchDocument {
  @ApiProperty({ format: 'uuid' })
  batch_id: string;

  @ApiProperty({ example: 'echo' })
  command: string;

  @ApiProperty({ ...anyObject, nullable: true })
  args: Record<string, unknown> | null;

  @ApiProperty({ format: 'date-time' })
  created_at: string;

  @ApiProperty({ description: 'Commands of the batch', example: 1000 })
  total: number;

  @ApiProperty({
    description: 'Every one of them has ended; it stays so, though a late result may take the place of what the server concluded',
  })
  done: boolean;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'integer' },
    description: 'How many are in each state; states that none is in are 0',
    example: { succeeded: 998, failed: 1, queued: 1 },
  })
  states: Record<CommandState, number>;
}

export function batchDocument({ batchId, command, args, createdAt, states }: BatchCount): BatchDocument {
  const counts = Object.fromEntries(COMMAND_STATES.map((state) => [state, states[state] ?? 0])) as Record<CommandState, number>;
  const open = counts.queued + counts.sent + counts.acknowledged + counts.running;
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return { batch_id: batchId, command, args, created_at: createdAt.toISOString(), total, done: open === 0, states: counts };
}
