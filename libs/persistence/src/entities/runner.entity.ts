import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A runner and how long it is believed to live; what it holds beyond that is lost. */
@Entity('runners')
export class RunnerEntity {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_runners' })
  runner: string;

  @Column({ name: 'lease_until', type: 'timestamptz', precision: 3 })
  leaseUntil: Date;
}
