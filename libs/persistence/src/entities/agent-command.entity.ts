import type { CommandState } from '@skein/fleet';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

const OPEN = `state IN ('queued', 'sent', 'acknowledged', 'running')`;

/** A command for one agent. What it says stands in its batch. */
@Entity('agent_commands')
@Index('ix_agent_commands_agent', ['agentId', 'seq'])
@Index('ix_agent_commands_open', ['agentId', 'seq'], { where: OPEN })
@Index('ix_agent_commands_cancel', ['agentId'], { where: 'cancel_requested_at IS NOT NULL AND finished_at IS NULL' })
export class AgentCommandEntity {
  @PrimaryColumn({ name: 'command_id', type: 'uuid', primaryKeyConstraintName: 'pk_agent_commands' })
  commandId: string;

  @Column({ name: 'agent_id', type: 'text' })
  agentId: string;

  @Index('ix_agent_commands_batch')
  @Column({ name: 'batch_id', type: 'uuid' })
  batchId: string;

  /** The order in which an agent gets its commands. bigint, hence text. */
  @Column({ type: 'bigint', generated: 'identity', generatedIdentity: 'BY DEFAULT' })
  seq: string;

  @Column({ type: 'text' })
  state: CommandState;

  /** The connection over which it was last sent. */
  @Column({ type: 'bigint', nullable: true })
  epoch: string | null;

  /** Whether the agent that it was sent to acknowledges. */
  @Column({ type: 'boolean', default: false })
  acknowledges: boolean;

  @Column({ name: 'timeout_sec', type: 'double precision', nullable: true })
  timeoutSec: number | null;

  /** When it is no longer worth delivering. */
  @Column({ name: 'expires_at', type: 'timestamptz', precision: 3, nullable: true })
  expiresAt: Date | null;

  /** When its state has lasted too long; what that means depends on the state. */
  @Index('ix_agent_commands_due', { where: 'due_at IS NOT NULL' })
  @Column({ name: 'due_at', type: 'timestamptz', precision: 3, nullable: true })
  dueAt: Date | null;

  @Column({ name: 'sent_at', type: 'timestamptz', precision: 3, nullable: true })
  sentAt: Date | null;

  @Column({ name: 'acknowledged_at', type: 'timestamptz', precision: 3, nullable: true })
  acknowledgedAt: Date | null;

  @Column({ name: 'started_at', type: 'timestamptz', precision: 3, nullable: true })
  startedAt: Date | null;

  @Column({ name: 'finished_at', type: 'timestamptz', precision: 3, nullable: true })
  finishedAt: Date | null;

  @Column({ name: 'cancel_requested_at', type: 'timestamptz', precision: 3, nullable: true })
  cancelRequestedAt: Date | null;

  /** The connection over which the agent was told that it is not wanted any more. */
  @Column({ name: 'cancel_epoch', type: 'bigint', nullable: true })
  cancelEpoch: string | null;

  @Column({ name: 'progress_message', type: 'text', nullable: true })
  progressMessage: string | null;

  @Column({ name: 'progress_fraction', type: 'double precision', nullable: true })
  progressFraction: number | null;

  /** What the agent answered; null where it has not. */
  @Column({ type: 'text', nullable: true })
  result: string | null;
}
