import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { AgentLinks, Refusals, type LinkedAgent, type LinkListener } from '@skein/fleet/nest';
import { receivedFromRunner, RemoteRunner, toRunnerJson, type FromRemoteRunner } from '@skein/runner';
import { AGENT_RUNNER } from '@skein/simulation';
import { ServerRunners, type Agent } from './server-runners.js';

/** Makes each agent that is connected to this server one more runner: what is said to the runner goes over the agent's socket. */
@Injectable()
export class AgentRunners implements LinkListener, OnApplicationBootstrap {
  private readonly logger = new Logger(AgentRunners.name);
  private readonly agents = new Map<string, Agent>();

  constructor(
    private readonly links: AgentLinks,
    private readonly runners: ServerRunners,
    private readonly refusals: Refusals,
  ) {}

  onApplicationBootstrap(): void {
    this.links.listen(this);
  }

  connected({ id, slots, labels, simulations }: LinkedAgent): void {
    const runner = new RemoteRunner(`${AGENT_RUNNER}${id}`, (message) => {
      this.links.send(id, { type: 'runner', message: toRunnerJson(message) });
    });
    const agent: Agent = { runner, slots, place: { agent: id, labels } };
    this.agents.set(id, agent);
    this.runners
      .join(agent, simulations)
      .catch((error: unknown) => this.logger.error(`Agent ${id} gets no simulations until it connects again: ${String(error)}`));
  }

  disconnected({ id }: LinkedAgent): void {
    const agent = this.agents.get(id);
    if (!agent) return;
    this.agents.delete(id);
    agent.runner.disconnect('its connection ended');
    this.runners.leave(agent);
  }

  received({ id }: LinkedAgent, message: { type: string }, isChecked: boolean): void {
    const received = isChecked ? { ok: true as const, message: message as FromRemoteRunner } : receivedFromRunner({ ...message });
    if (received.ok) this.agents.get(id)?.runner.receive(received.message);
    else this.refusals.note('invalid', id, received.why);
  }

  /** Its slots are shared with the commands that it carries out. */
  state({ id, slots }: LinkedAgent, { draining, freeSlots }: { draining: boolean; freeSlots: number }): void {
    const agent = this.agents.get(id);
    if (agent) agent.slots = draining ? 0 : Math.min(slots, agent.runner.load + freeSlots);
  }
}
