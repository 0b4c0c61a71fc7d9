import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { SimulationEntity } from './simulation.entity.js';

/**
 * What a run has measured when it ended, as JSON text; those of earlier runs are kept. Of large results `results` is only the summary, which is all that a server
 * of before can tell of them.
 */
@Entity('simulation_results')
@Index('ix_simulation_results_event', ['event'])
export class ResultsEntity {
  @PrimaryColumn({ name: 'sim_id', type: 'uuid', primaryKeyConstraintName: 'pk_simulation_results' })
  simId: string;

  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'pk_simulation_results' })
  run: number;

  @Column({ type: 'text' })
  results: string;

  /** Large results as a whole, in gzip's format (RFC 1952). */
  @Column({ type: 'bytea', nullable: true })
  packed: Buffer | null;

  /** What the event tells of them; null for what a server of before has written. */
  @Column({ type: 'json', nullable: true })
  summary: object | null;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'clock_timestamp()' })
  at: Date;

  /** Its number among the events of all simulations. bigint, hence text. */
  @Column({ type: 'bigint', default: () => `nextval('simulation_event_numbers')` })
  event: string;

  @ManyToOne(() => SimulationEntity, { createForeignKeyConstraints: false })
  @JoinColumn({ name: 'sim_id' })
  simulation: Relation<SimulationEntity>;
}
