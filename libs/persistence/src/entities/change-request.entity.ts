import type { ChangeRequest } from '@skein/simulation';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A change that was carried out, for the client that asks for it a second time. Outlives its simulation. */
@Entity('change_requests')
@Index('ix_change_requests_created', ['createdAt'], { type: 'brin' })
export class ChangeRequestEntity {
  @PrimaryColumn({ name: 'request_id', type: 'text', primaryKeyConstraintName: 'pk_change_requests' })
  requestId: string;

  @Column({ type: 'text' })
  operation: ChangeRequest['operation'];

  @Column({ type: 'text' })
  fingerprint: string;

  @Column({ name: 'sim_id', type: 'uuid' })
  simId: string;

  /** What it was answered with, where its repetition must say the same. */
  @Column({ type: 'json', nullable: true })
  answer: object | null;

  @Column({ name: 'created_at', type: 'timestamptz', precision: 3, default: () => 'clock_timestamp()' })
  createdAt: Date;
}
