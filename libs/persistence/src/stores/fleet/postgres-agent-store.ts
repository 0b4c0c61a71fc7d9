import {
  type AgentCredential,
  type AgentPlace,
  type AgentRecord,
  AgentStore,
  type Ban,
  type CommandSpec,
  type FleetTotals,
  type Page,
  type PageLimits,
  type Registration,
} from '@skein/fleet';
import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { AgentEntity } from '../../entities/agent.entity.js';
import { AGENT_CREDENTIALS } from '../../sql/fleet/agent-credentials.js';
import { AGENT_SECRETS } from '../../sql/fleet/agent-secrets.js';
import { ENROL_AGENT } from '../../sql/fleet/enrol-agent.js';
import { FIND_AGENTS, LIST_AGENTS } from '../../sql/fleet/find-agents.js';
import { FLEET_TOTALS } from '../../sql/fleet/fleet-totals.js';
import { REGISTER_AGENTS } from '../../sql/fleet/register-agents.js';
import { REMOVE_AGENT } from '../../sql/fleet/remove-agent.js';
import { ALLOW_AGENT, FIND_BANS, LIST_BANS, REVOKE_AGENT } from '../../sql/fleet/revoke-agent.js';
import { lookups } from '../lookups.js';
import { jsonbText } from '../parameters.js';
import { type AgentRow, toAgent } from './agent-row.js';
import { column, groupCommit } from './group-commit.js';

@Injectable()
export class PostgresAgentStore extends AgentStore {
  private readonly registrations;
  private readonly agents;
  private readonly credentials;
  private readonly secrets;
  private readonly bans;

  constructor(private readonly database: Database) {
    super();
    this.registrations = groupCommit<Registration, boolean | null>((items) => this.registerAll(items));
    this.agents = lookups<AgentRow>(database, FIND_AGENTS, 'agent_id');
    this.credentials = lookups<CredentialRow>(database, AGENT_CREDENTIALS, 'agent_id');
    this.secrets = lookups<{ secret: string }>(database, AGENT_SECRETS, 'secret');
    this.bans = lookups<{ agent_id: string }>(database, FIND_BANS, 'agent_id');
  }

  register(registration: Registration): Promise<boolean | null> {
    return this.registrations.add(registration);
  }

  async enrol({ agentId, name, labels }: Registration, secretHash: Buffer): Promise<boolean> {
    return (await this.database.row(ENROL_AGENT, [agentId, name, labels ? jsonbText(labels) : null, secretHash])) !== null;
  }

  async credential(agentId: string): Promise<AgentCredential | null> {
    const row = await this.credentials.add(agentId);
    return row && { secretHash: row.secret_hash, used: row.used, revoked: row.revoked };
  }

  async knowsSecret(secretHash: Buffer): Promise<boolean> {
    return (await this.secrets.add(secretHash.toString('hex'))) !== null;
  }

  async markSecretUsed(agentId: string): Promise<void> {
    const agents = this.database.dataSource.getRepository(AgentEntity);
    await agents.update({ agentId }, { secretUsedAt: () => 'coalesce(secret_used_at, clock_timestamp())' });
  }

  async revoke(agentId: string): Promise<{ replica: string | null } | undefined> {
    return (await this.database.row<{ replica: string | null }>(REVOKE_AGENT, [agentId])) ?? undefined;
  }

  async allow(agentId: string): Promise<{ banned: boolean; known: boolean }> {
    const row = await this.database.row<{ banned: boolean; known: boolean }>(ALLOW_AGENT, [agentId]);
    return { banned: row?.banned ?? false, known: row?.known ?? false };
  }

  async isBanned(agentId: string): Promise<boolean> {
    return (await this.bans.add(agentId)) !== null;
  }

  async listBans(after: string, limit: number): Promise<Ban[]> {
    const rows = await this.database.rows<{ agent_id: string; revoked_at: Date; known: boolean }>(LIST_BANS, [after, limit]);
    return rows.map(({ agent_id, revoked_at, known }) => ({ agentId: agent_id, revokedAt: revoked_at, known }));
  }

  async remove(agentId: string): Promise<{ replica: string | null } | undefined> {
    return (await this.database.row<{ replica: string | null }>(REMOVE_AGENT, [agentId])) ?? undefined;
  }

  async find(agentId: string): Promise<AgentRecord | null> {
    const row = await this.agents.add(agentId);
    return row && toAgent(row);
  }

  async list(after: AgentPlace | null, { items, bytes }: PageLimits): Promise<Page<AgentRecord>> {
    const from = [after?.registeredAt ?? null, after?.agentId ?? null];
    const rows = await this.database.rows<AgentRow & { cut: boolean }>(LIST_AGENTS, [...from, items, bytes]);
    return { items: rows.map(toAgent), more: rows.at(-1)?.cut ?? false };
  }

  async commands(agentId: string): Promise<CommandSpec[] | null | undefined> {
    const agents = this.database.dataSource.getRepository(AgentEntity);
    return (await agents.findOne({ select: { agentId: true, commands: true }, where: { agentId } }))?.commands;
  }

  async totals(idBytes: number): Promise<FleetTotals> {
    const row = await this.database.row<TotalsRow>(FLEET_TOTALS, [idBytes]);
    const { agents = 0, connected = 0, connected_ids: connectedIds = [], queued = 0, executed = 0 } = row ?? {};
    return { agents, connected, connectedIds, queued, executed };
  }

  private async registerAll(items: Registration[]): Promise<(boolean | null)[]> {
    const rows = await this.database.rows<{ agent_id: string; fresh: boolean }>(REGISTER_AGENTS, [
      column(items, ({ agentId }) => agentId),
      column(items, ({ name }) => name),
      column(items, ({ labels }) => (labels ? jsonbText(labels) : null)),
    ]);
    const registered = new Set(rows.map(({ agent_id }) => agent_id));
    const fresh = new Set(rows.filter((row) => row.fresh).map(({ agent_id }) => agent_id));
    // Of several with one id in one statement, one has made it.
    return items.map(({ agentId }) => (registered.has(agentId) ? fresh.delete(agentId) : null));
  }
}

interface TotalsRow {
  agents: number;
  connected: number;
  connected_ids: string[];
  queued: number;
  executed: number;
}

interface CredentialRow {
  agent_id: string;
  secret_hash: Buffer | null;
  used: boolean;
  revoked: boolean;
}
