import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { SimulationEntity } from './simulation.entity.js';

/** The last snapshot of a simulation that has been simulated for long. Only what its recovery costs depends on it. */
@Entity('simulation_snapshots')
export class SnapshotEntity {
  @PrimaryColumn({ name: 'sim_id', type: 'uuid', primaryKeyConstraintName: 'pk_simulation_snapshots' })
  simId: string;

  /** Of no use to another run. */
  @Column({ type: 'integer' })
  run: number;

  @Column({ name: 'at_sec', type: 'double precision' })
  atSec: number;

  /** The `seq` of the last list of edits that is in it; 0 where none is. */
  @Column({ name: 'edits_made', type: 'integer' })
  editsMade: number;

  /** `server`: a thread of a server, so that anybody may go on from it; else the runner that has taken it, and that alone may. Null: nobody knows. */
  @Column({ name: 'taken_by', type: 'text', nullable: true })
  takenBy: string | null;

  @Column({ type: 'bytea' })
  deflated: Buffer;

  @ManyToOne(() => SimulationEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'sim_id', foreignKeyConstraintName: 'fk_simulation_snapshots' })
  simulation: Relation<SimulationEntity>;
}
