import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The id of a revoked agent, which may be deleted. */
@Entity('agent_bans')
export class AgentBanEntity {
  @PrimaryColumn({ name: 'agent_id', type: 'text', primaryKeyConstraintName: 'pk_agent_bans' })
  agentId: string;

  @Column({ name: 'revoked_at', type: 'timestamptz', precision: 3, default: () => 'clock_timestamp()' })
  revokedAt: Date;
}
