import type { LogEntry } from '@skein/simulation';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { SimulationEntity } from './simulation.entity.js';

/** What a run has said. Its number within the run is the engine's, so that a replay does not say it twice. */
@Entity('simulation_logs')
@Index('ix_simulation_logs_event', ['event'])
// TypeORM takes a column that is of a key, a relation and an index at once for two, and would make this one anew each time.
@Index('ix_simulation_logs_simulation', { synchronize: false })
export class LogEntity {
  @PrimaryColumn({ name: 'sim_id', type: 'uuid', primaryKeyConstraintName: 'pk_simulation_logs' })
  simId: string;

  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'pk_simulation_logs' })
  run: number;

  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'pk_simulation_logs' })
  number: number;

  /** Its number among the events of all simulations. bigint, hence text. */
  @Column({ type: 'bigint', default: () => `nextval('simulation_event_numbers')` })
  event: string;

  @Column({ type: 'text' })
  level: LogEntry['level'];

  @Column({ name: 'simulated_sec', type: 'double precision' })
  simulatedSec: number;

  @Column({ type: 'text' })
  code: string;

  @Column({ type: 'text' })
  message: string;

  @Column({ type: 'json' })
  details: LogEntry['details'];

  @Column({ type: 'timestamptz', precision: 3, default: () => 'clock_timestamp()' })
  at: Date;

  @ManyToOne(() => SimulationEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'sim_id', foreignKeyConstraintName: 'fk_simulation_logs' })
  simulation: Relation<SimulationEntity>;
}
