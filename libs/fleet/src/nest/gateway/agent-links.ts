import { Injectable } from '@nestjs/common';
import type { HeldSimulation } from '../../wire/from-agent.js';
import type { ToAgent } from '../../wire/to-agent.js';
import { Connections } from './connections.js';

/** An agent that has said `hello` over a connection to this server. */
export interface LinkedAgent {
  id: string;
  /** Counts its connections: a later one of the same agent has a higher number. */
  epoch: number;
  slots: number;
  labels: Readonly<Record<string, string>>;
  simulations: readonly HeldSimulation[];
}

/** Hears of agents that can run simulations. Calls of one agent come in order, its end before its next beginning on this server. */
export interface LinkListener {
  connected(agent: LinkedAgent): void;
  disconnected(agent: LinkedAgent): void;
  /** A message that is said to be one of the runner protocol; where it `isChecked`, what came of checking it. */
  received(agent: LinkedAgent, message: { type: string }, isChecked: boolean): void;
  state(agent: LinkedAgent, state: { draining: boolean; freeSlots: number }): void;
}

/** The agents of this server as others see them who have something to say to them. */
@Injectable()
export class AgentLinks {
  private readonly listeners: LinkListener[] = [];
  private readonly linked = new Map<string, LinkedAgent>();

  constructor(private readonly connections: Connections) {}

  /** Tells of those that are connected already, too. */
  listen(listener: LinkListener): void {
    this.listeners.push(listener);
    for (const agent of this.linked.values()) listener.connected(agent);
  }

  /** @returns false where the agent has no connection here */
  send(agentId: string, frame: Extract<ToAgent, { type: 'runner' }>): boolean {
    const connection = this.connections.get(agentId);
    if (connection === undefined || !this.linked.has(agentId)) return false;
    connection.send(frame);
    return true;
  }

  connected(agent: LinkedAgent): void {
    this.disconnected(agent.id, agent.epoch);
    this.linked.set(agent.id, agent);
    for (const listener of this.listeners) listener.connected(agent);
  }

  /** Of this connection or an earlier one. */
  disconnected(agentId: string, epoch: number): void {
    const agent = this.linked.get(agentId);
    if (agent === undefined || agent.epoch > epoch) return;
    this.linked.delete(agentId);
    for (const listener of this.listeners) listener.disconnected(agent);
  }

  received(agentId: string, epoch: number, message: { type: string }, isChecked: boolean): void {
    const agent = this.linked.get(agentId);
    if (agent?.epoch === epoch) for (const listener of this.listeners) listener.received(agent, message, isChecked);
  }

  state(agentId: string, epoch: number, state: { draining: boolean; freeSlots: number }): void {
    const agent = this.linked.get(agentId);
    if (agent?.epoch === epoch) for (const listener of this.listeners) listener.state(agent, state);
  }
}
