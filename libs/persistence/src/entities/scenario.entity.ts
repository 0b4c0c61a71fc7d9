import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { SimulationEntity } from './simulation.entity.js';

/** The input of a simulation, as JSON text: it is handed to runners as it is, never looked into. */
@Entity('simulation_scenarios')
export class ScenarioEntity {
  @PrimaryColumn({ name: 'sim_id', type: 'uuid', primaryKeyConstraintName: 'pk_simulation_scenarios' })
  simId: string;

  @Column({ type: 'text' })
  scenario: string;

  @ManyToOne(() => SimulationEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'sim_id', foreignKeyConstraintName: 'fk_simulation_scenarios' })
  simulation: Relation<SimulationEntity>;
}
