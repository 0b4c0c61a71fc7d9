import type { Edit } from '@skein/topology';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { SimulationEntity } from './simulation.entity.js';

/** Edits that were made together, at one simulated time of one run. */
@Entity('simulation_edits')
@Index('ix_simulation_edits_event', ['event'])
export class EditEntity {
  @PrimaryColumn({ name: 'sim_id', type: 'uuid', primaryKeyConstraintName: 'pk_simulation_edits' })
  simId: string;

  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'pk_simulation_edits' })
  run: number;

  /** Counts a run's lists from 1. */
  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'pk_simulation_edits' })
  seq: number;

  @Column({ name: 'at_sec', type: 'double precision' })
  atSec: number;

  @Column({ type: 'json' })
  edits: Edit[];

  @Column({ type: 'timestamptz', precision: 3, default: () => 'clock_timestamp()' })
  at: Date;

  /** Its number among the events of all simulations. bigint, hence text. */
  @Column({ type: 'bigint', default: () => `nextval('simulation_event_numbers')` })
  event: string;

  @ManyToOne(() => SimulationEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'sim_id', foreignKeyConstraintName: 'fk_simulation_edits' })
  simulation: Relation<SimulationEntity>;
}
