import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

/** What one request told any number of agents to do. */
@Entity('command_batches')
@Unique('uq_command_batches_request', ['requestId'])
@Index('ix_command_batches_created', ['createdAt'], { type: 'brin' })
@Index('ix_command_batches_heavy', ['bytes'], { where: 'bytes > 4096' })
export class CommandBatchEntity {
  @PrimaryColumn({ name: 'batch_id', type: 'uuid', primaryKeyConstraintName: 'pk_command_batches' })
  batchId: string;

  /** The client's `Idempotency-Key`, or an id that the server gave at the door. */
  @Column({ name: 'request_id', type: 'text' })
  requestId: string;

  /** Digest of what was asked: the same key with another one is refused. */
  @Column({ type: 'text' })
  fingerprint: string;

  @Column({ type: 'text' })
  command: string;

  @Column({ type: 'json', nullable: true })
  args: Record<string, unknown> | null;

  /** Of `args` as JSON text. */
  @Column({ type: 'integer', default: 0 })
  bytes: number;

  @Column({ name: 'created_at', type: 'timestamptz', precision: 3, default: () => 'clock_timestamp()' })
  createdAt: Date;
}
