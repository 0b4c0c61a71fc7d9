import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { SimulationEntity } from './simulation.entity.js';

/** The input of a simulation, as JSON text: it is handed to runners as it is, never looked into. */
@Entity('simulation_scenarios')
export class ScenarioEntity {
  @PrimaryColumn({ name: 'sim_id', type: 'uuid', primaryKeyConstraintName: 'pk_simulation_scenarios' })
  simId: string;

  @Column({ type: 'text' })
  scenario: string;

  /** The body that was submitted, as it was sent; null where an earlier server kept none. Read only when it is asked for. */
  @Column({ type: 'bytea', nullable: true, select: false })
  request: Buffer | null;

  @ManyToOne(() => SimulationEntity, { createForeignKeyConstraints: false })
  @JoinColumn({ name: 'sim_id' })
  simulation: Relation<SimulationEntity>;
}
