import type { Status } from '@skein/simulation';
import type { EffectiveConfig, Warning } from '@skein/topology';
import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * A simulation, and its place in the queue while it is pending, or has lost its runner. `runner` is set exactly while one holds it. Triggers delete its scenario,
 * progress, transitions and results with it; no foreign key ties them to it (ADR 27).
 */
@Entity('simulations')
@Check('ck_simulations_status', `status IN ('pending', 'running', 'paused', 'stopped', 'done', 'failed')`)
@Check('ck_simulations_held', `runner IS NULL OR status IN ('running', 'paused')`)
@Index('ix_simulations_queue', ['placement', 'priority', 'share', 'dueAt'], { where: `status = 'pending'` })
@Index('ix_simulations_orphaned', ['dueAt'], { where: `runner IS NULL AND status IN ('running', 'paused')` })
@Index('ix_simulations_finished', ['finishedAt'], { where: 'finished_at IS NOT NULL' })
@Index('ix_simulations_held', ['share', 'runner'], { where: 'runner IS NOT NULL' })
@Index('ix_simulations_newest', ['createdAt', 'simId'])
@Index('ix_simulations_labels', ['labels'], { type: 'gin', where: `labels <> '{}'` })
@Index('ix_simulations_name', ['name', 'createdAt', 'simId'], { where: 'name IS NOT NULL' })
@Index('ix_simulations_status', ['status', 'createdAt', 'simId'])
export class SimulationEntity {
  @PrimaryColumn({ name: 'sim_id', type: 'uuid', primaryKeyConstraintName: 'pk_simulations' })
  simId: string;

  @Column({ type: 'text', nullable: true })
  name: string | null;

  @Column({ type: 'jsonb' })
  labels: Record<string, string>;

  /** What is pending with a higher one is claimed first. */
  @Column({ type: 'integer', default: 0 })
  priority: number;

  /** Whose slots it takes: a hash of the label `user`, which lies anywhere in the range of 64 bits. The default is written as it is read back. */
  @Column({ type: 'bigint', default: () => `hashtextextended('', (0))` })
  share: string;

  @Column({ type: 'text' })
  status: Status;

  @Column({ type: 'integer', default: 1 })
  version: number;

  @Column({ type: 'integer', default: 1 })
  run: number;

  @Column({ name: 'retry_count', type: 'integer', default: 0 })
  retryCount: number;

  @Column({ type: 'integer', default: 0 })
  epoch: number;

  @Column({ type: 'text', nullable: true })
  runner: string | null;

  @Column({ type: 'json' })
  config: EffectiveConfig;

  /** Where it may run: a name, or the JSON that `config` has. */
  @Column({ type: 'text', default: 'any' })
  placement: string;

  @Column({ type: 'integer' })
  nodes: number;

  @Column({ type: 'integer' })
  links: number;

  @Column({ type: 'json' })
  warnings: Warning[];

  @Column({ name: 'error_code', type: 'text', nullable: true })
  errorCode: string | null;

  @Column({ name: 'error_message', type: 'text', nullable: true })
  errorMessage: string | null;

  @Column({ name: 'created_at', type: 'timestamptz', precision: 3, default: () => 'clock_timestamp()' })
  createdAt: Date;

  /** When it may be claimed: at once, or later for one that is tried again. */
  @Column({ name: 'due_at', type: 'timestamptz', precision: 3, default: () => 'clock_timestamp()' })
  dueAt: Date;

  @Column({ name: 'started_at', type: 'timestamptz', precision: 3, nullable: true })
  startedAt: Date | null;

  @Column({ name: 'finished_at', type: 'timestamptz', precision: 3, nullable: true })
  finishedAt: Date | null;

  /** How often in a row it has lost its runner without getting further. */
  @Column({ type: 'integer', default: 0 })
  losses: number;

  /** How far it was the last time; -1 before the first. */
  @Column({ name: 'lost_at_sec', type: 'double precision', default: -1 })
  lostAtSec: number;
}
