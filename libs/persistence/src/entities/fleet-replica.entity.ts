import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A server that agents connect to, and how long it is believed to live: beyond that, none of its agents is connected. */
@Entity('fleet_replicas')
export class FleetReplicaEntity {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_fleet_replicas' })
  replica: string;

  @Column({ name: 'lease_until', type: 'timestamptz', precision: 3 })
  leaseUntil: Date;
}
