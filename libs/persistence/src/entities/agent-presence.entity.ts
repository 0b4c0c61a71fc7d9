import { Column, Entity, Index, JoinColumn, OneToOne, PrimaryColumn, type Relation } from 'typeorm';
import { AgentEntity } from './agent.entity.js';

/** Where an agent is connected, and what of it changes often. There from its registration on. */
@Entity('agent_presence')
export class AgentPresenceEntity {
  @PrimaryColumn({ name: 'agent_id', type: 'text', primaryKeyConstraintName: 'pk_agent_presence' })
  agentId: string;

  /** Counts its connections: what carries an older one, the close of a socket above all, changes nothing. */
  @Column({ type: 'bigint', default: 0 })
  epoch: string;

  /** The server that holds the connection; null without one. */
  @Index('ix_agent_presence_replica')
  @Column({ type: 'text', nullable: true })
  replica: string | null;

  /** Commands may be sent to it. */
  @Column({ type: 'boolean', default: false })
  ready: boolean;

  /** Of its `hello`; null where it has said none, and acknowledges nothing. */
  @Column({ type: 'integer', nullable: true })
  protocol: number | null;

  @Column({ type: 'integer', default: 0 })
  slots: number;

  @Column({ name: 'free_slots', type: 'integer', default: 0 })
  freeSlots: number;

  @Column({ type: 'boolean', default: false })
  draining: boolean;

  @Column({ name: 'connected_at', type: 'timestamptz', precision: 3, nullable: true })
  connectedAt: Date | null;

  @Column({ name: 'last_seen_at', type: 'timestamptz', precision: 3, nullable: true })
  lastSeenAt: Date | null;

  @Column({ name: 'round_trip_ms', type: 'double precision', nullable: true })
  roundTripMs: number | null;

  @OneToOne(() => AgentEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'agent_id', foreignKeyConstraintName: 'fk_agent_presence' })
  agent: Relation<AgentEntity>;
}
