import { Injectable, Logger } from '@nestjs/common';
import { DomainError } from '@skein/problem';
import type { AgentRecord } from '../../agents/agent-record.js';
import type { CommandRecord } from '../../commands/command-record.js';
import { FINAL_STATES } from '../../commands/states.js';
import { type AgentPlace, AgentStore, type Ban } from '../../ports/agent-store.js';
import {
  type BatchCount,
  type CommandResult,
  CommandStore,
  type ExecutedCommand,
  type Page,
  type PageLimits,
  type ResultOutcome,
} from '../../ports/command-store.js';
import { FleetMetrics } from '../../ports/fleet-metrics.js';
import { FleetNotices } from '../../ports/fleet-notices.js';
import type { CommandSpec } from '../../wire/from-agent.js';
import { FleetKeeper } from '../gateway/fleet-keeper.js';
import { FleetOptions } from '../fleet-options.js';
import { AgentGateway } from '../gateway/agent-gateway.js';
import { Replica } from '../gateway/replica.js';
import { Credentials } from './credentials.js';

/** What can be asked of agents and commands, and what can be done to them beside giving commands. */
@Injectable()
export class FleetService {
  private readonly logger = new Logger(FleetService.name);

  constructor(
    private readonly agents: AgentStore,
    private readonly commands: CommandStore,
    private readonly notices: FleetNotices,
    private readonly metrics: FleetMetrics,
    private readonly gateway: AgentGateway,
    private readonly keeper: FleetKeeper,
    private readonly credentials: Credentials,
    private readonly options: FleetOptions,
    private readonly replica: Replica,
  ) {}

  /** @throws DomainError `unknown_agent` */
  async agent(agentId: string): Promise<AgentRecord> {
    return (await this.agents.find(agentId)) ?? unknownAgent(agentId);
  }

  list(after: AgentPlace | null, most: PageLimits): Promise<Page<AgentRecord>> {
    return this.agents.list(after, most);
  }

  /** What an agent has announced; nothing, where it has not said `hello`. */
  async abilities(agentId: string): Promise<CommandSpec[]> {
    const commands = await this.agents.commands(agentId);
    return commands === undefined ? unknownAgent(agentId) : (commands ?? []);
  }

  /** Forgets an agent, its queue and its connection; a ban of its id stays. */
  async remove(agentId: string): Promise<void> {
    const removed = await this.agents.remove(agentId);
    if (removed === undefined) unknownAgent(agentId);
    else this.disconnect(agentId, removed.replica);
  }

  /** Takes its credential and its connection from an agent, and bans its id; the agent stays known. */
  async revoke(agentId: string): Promise<AgentRecord> {
    const revoked = await this.agents.revoke(agentId);
    if (revoked === undefined) return unknownAgent(agentId);
    this.disconnect(agentId, revoked.replica);
    this.logger.log(`Agent ${JSON.stringify(agentId)} is revoked.`);
    return this.agent(agentId);
  }

  /** Lifts the ban of an id. @returns whether it was banned, and whether the agent is known */
  async allow(agentId: string): Promise<{ banned: boolean; known: boolean }> {
    const allowed = await this.agents.allow(agentId);
    if (allowed.banned) this.logger.log(`Agent ${JSON.stringify(agentId)} is allowed again.`);
    return allowed;
  }

  bans(after: string, limit: number): Promise<Ban[]> {
    return this.agents.listBans(after, limit);
  }

  /** @throws DomainError `unknown_command` */
  async command(commandId: string): Promise<CommandRecord> {
    return (await this.commands.find(commandId)) ?? unknownCommand(commandId);
  }

  /**
   * Cancels what has not been sent; else asks its agent to.
   * @throws DomainError `command_ended` where it has ended otherwise
   */
  async cancel(commandId: string): Promise<CommandRecord> {
    const found = await this.commands.cancel(commandId);
    if (found === null) return unknownCommand(commandId);
    const { command, replica } = found;
    if (FINAL_STATES.includes(command.state) && command.state !== 'cancelled' && command.cancelRequestedAt === null) {
      throw new DomainError('command_ended', `Command ${commandId} has ended: ${command.state}.`);
    }
    if (replica === this.replica.id) await this.keeper.cancel();
    else if (replica !== null && this.options.notifications) this.notices.tell(replica, { cancel: true });
    return command;
  }

  /** @throws DomainError `unknown_batch` */
  async batch(batchId: string): Promise<BatchCount> {
    const batch = await this.commands.batch(batchId);
    if (batch === null) throw new DomainError('unknown_batch', `There is no batch ${batchId}.`);
    return batch;
  }

  async batchCommands(batchId: string, after: number, most: PageLimits): Promise<Page<CommandRecord>> {
    const page = await this.commands.batchCommands(batchId, after, most);
    if (page.items.length === 0) await this.batch(batchId);
    return page;
  }

  /** @throws DomainError `agent_revoked`, `unknown_agent`, `unknown_command` where the agent was never given this command */
  async respond(response: CommandResult): Promise<Extract<ResultOutcome, { known: true }>> {
    const outcome = await this.commands.record(response);
    if (outcome.known) {
      if (outcome.tookSec !== null) this.metrics.answered(outcome.tookSec);
      return outcome;
    }
    await this.credentials.refuseBanned(response.agentId);
    await this.agent(response.agentId);
    return unknownCommand(response.commandId, response.agentId);
  }

  async responses(agentId: string, before: number | null, most: PageLimits): Promise<Page<ExecutedCommand>> {
    const page = await this.commands.executed(agentId, before, most);
    if (page.items.length === 0) await this.agent(agentId);
    return page;
  }

  private disconnect(agentId: string, replica: string | null): void {
    this.gateway.displace(agentId, Infinity, 'revoked');
    if (replica !== null && replica !== this.replica.id && this.options.notifications) {
      this.notices.tell(replica, { displaced: [agentId] });
    }
  }
}

function unknownAgent(agentId: string): never {
  throw new DomainError('unknown_agent', `There is no agent ${agentId}.`);
}

function unknownCommand(commandId: string, agentId?: string): never {
  const whose = agentId === undefined ? 'There is no' : `Agent ${agentId} was never given a`;
  throw new DomainError('unknown_command', `${whose} command ${commandId}.`);
}
