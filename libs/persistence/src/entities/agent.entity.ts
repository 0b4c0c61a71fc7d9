import type { CommandSpec } from '@skein/fleet';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** An agent as it has registered and described itself. */
@Entity('agents')
@Index('agents_by_secret', ['secretHash'], { where: 'secret_hash IS NOT NULL' })
export class AgentEntity {
  @PrimaryColumn({ name: 'agent_id', type: 'text', primaryKeyConstraintName: 'pk_agents' })
  agentId: string;

  @Column({ type: 'text' })
  name: string;

  @Column({ type: 'jsonb', default: {} })
  labels: Record<string, string>;

  @Column({ type: 'text', nullable: true })
  version: string | null;

  /** What it can carry out; null where it has not said. */
  @Column({ type: 'json', nullable: true })
  commands: CommandSpec[] | null;

  @Column({ name: 'secret_hash', type: 'bytea', nullable: true })
  secretHash: Buffer | null;

  /** Until its first use the secret may be given anew: its answer may have been lost. */
  @Column({ name: 'secret_used_at', type: 'timestamptz', precision: 3, nullable: true })
  secretUsedAt: Date | null;

  @Column({ name: 'revoked_at', type: 'timestamptz', precision: 3, nullable: true })
  revokedAt: Date | null;

  @Column({ name: 'registered_at', type: 'timestamptz', precision: 3, default: () => 'clock_timestamp()' })
  registeredAt: Date;
}
