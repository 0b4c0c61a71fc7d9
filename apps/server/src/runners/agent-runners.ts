import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { RecurringLog } from '@skein/problem';
import { AgentLinks, Refusals, type LinkedAgent, type LinkListener } from '@skein/fleet/nest';
import { receivedFromRunner, RemoteRunner, toRunnerJson, type Claim, type ReceivedMessage } from '@skein/runner';
import { AGENT_RUNNER } from '@skein/simulation';
import { HopsAllowance } from './hops-allowance.js';
import { ServerRunners, type Agent } from './server-runners.js';

interface ConnectedAgent extends Agent {
  hops: HopsAllowance;
}

/** Makes each agent that is connected to this server one more runner: what is said to the runner goes over the agent's socket. */
@Injectable()
export class AgentRunners implements LinkListener, OnApplicationBootstrap {
  private readonly faults = new RecurringLog(new Logger(AgentRunners.name));
  private readonly agents = new Map<string, ConnectedAgent>();

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
    const agent: ConnectedAgent = { hops: new HopsAllowance(performance.now()), runner, slots, place: { agent: id, labels } };
    this.agents.set(id, agent);
    this.runners
      .join(agent, simulations)
      .catch((error: unknown) => this.faults.error('An agent gets no simulations until it connects again', error, { agent_id: id }));
  }

  disconnected({ id }: LinkedAgent): void {
    const agent = this.agents.get(id);
    if (!agent) return;
    this.agents.delete(id);
    agent.runner.disconnect('its connection ended');
    this.runners.leave(agent);
  }

  received({ id }: LinkedAgent, message: { type: string }, isChecked: boolean): void {
    const received = isChecked ? (message as unknown as ReceivedMessage) : receivedFromRunner({ ...message });
    const agent = this.agents.get(id);
    if (!received.ok) {
      this.refusals.note('invalid', id, received.why);
      if (agent && received.claim) this.discredit(agent, received.claim, received.why);
      return;
    }
    const heard = received.message;
    if (heard.type === 'workload' && agent?.hops.take(heard.packet_hops, performance.now()) === false) {
      return this.refusals.note('invalid', id, `workload: ${heard.packet_hops} packet-hops are more than a machine can have done.`);
    }
    agent?.runner.receive(heard);
  }

  private discredit({ runner }: Agent, claim: Claim, why: string): void {
    this.runners.distrust(runner);
    runner.discredit(claim, `it said what cannot be: ${why.slice(0, 200)}`);
  }

  /** Its slots are shared with the commands that it carries out. */
  state({ id, slots }: LinkedAgent, { draining, freeSlots }: { draining: boolean; freeSlots: number }): void {
    const agent = this.agents.get(id);
    if (agent) agent.slots = draining ? 0 : Math.min(slots, agent.runner.load + freeSlots);
  }
}
