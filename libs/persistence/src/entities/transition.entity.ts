import type { Status } from '@skein/simulation';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, PrimaryGeneratedColumn, type Relation } from 'typeorm';
import { SimulationEntity } from './simulation.entity.js';

/** One step in the history of a simulation, all its runs included. */
@Entity('simulation_transitions')
@Index('ix_simulation_transitions_seq', ['seq'])
export class TransitionEntity {
  @PrimaryColumn({ name: 'sim_id', type: 'uuid', primaryKeyConstraintName: 'pk_simulation_transitions' })
  simId: string;

  /** Its number among the events of all simulations, which orders steps of one moment too. bigint, hence text. */
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'pk_simulation_transitions',
  })
  seq: string;

  @Column({ type: 'integer' })
  run: number;

  @Column({ name: 'from_status', type: 'text', nullable: true })
  from: Status | null;

  @Column({ name: 'to_status', type: 'text' })
  to: Status;

  @Column({ type: 'text' })
  reason: string;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'clock_timestamp()' })
  at: Date;

  /** Who claimed it, where somebody did. */
  @Column({ type: 'text', nullable: true })
  runner: string | null;

  /** When it may be claimed again, where it was put back. */
  @Column({ name: 'next_attempt_at', type: 'timestamptz', precision: 3, nullable: true })
  nextAttemptAt: Date | null;

  @ManyToOne(() => SimulationEntity, { createForeignKeyConstraints: false })
  @JoinColumn({ name: 'sim_id' })
  simulation: Relation<SimulationEntity>;
}
