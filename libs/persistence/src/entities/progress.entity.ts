import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { SimulationEntity } from './simulation.entity.js';

/** How far a simulation is. Apart from its row, since this moves all the time and `version` must not. */
@Entity('simulation_progress')
export class ProgressEntity {
  @PrimaryColumn({ name: 'sim_id', type: 'uuid', primaryKeyConstraintName: 'pk_simulation_progress' })
  simId: string;

  /** The claim that may write here; null while none may. */
  @Column({ type: 'integer', nullable: true })
  epoch: number | null;

  @Column({ name: 'simulated_sec', type: 'double precision', default: 0 })
  simulatedSec: number;

  /** What part of its flows have their routes, from 0 to 1, while its runner is looking for them; else null. */
  @Column({ type: 'double precision', nullable: true })
  routed: number | null;

  /** The last claim that has reported from there; null before the first. */
  @Column({ name: 'reported_epoch', type: 'integer', nullable: true })
  reportedEpoch: number | null;

  @ManyToOne(() => SimulationEntity, { createForeignKeyConstraints: false })
  @JoinColumn({ name: 'sim_id' })
  simulation: Relation<SimulationEntity>;
}
