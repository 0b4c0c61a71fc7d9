import type { Claim, RemoteRunner, Runner } from '@skein/runner';
import { RunnerRegistry, type RegistryListener } from '@skein/simulation/nest';
import type { ThreadRunners } from './thread-runners.js';

/** What this server can hand simulations to: its threads, and the agents that are connected to it. */
export class ServerRunners extends RunnerRegistry {
  private readonly agents = new Map<RemoteRunner, number>();
  private listener: RegistryListener | null = null;
  private stopped = false;

  /** @param threadSlots simulations that one thread holds at once */
  constructor(
    private readonly threads: ThreadRunners,
    private readonly threadSlots: number,
  ) {
    super();
  }

  get runners(): readonly Runner[] {
    return [...this.threads.runners, ...this.agents.keys()];
  }

  slots(runner: Runner): number {
    return this.agents.get(runner as RemoteRunner) ?? this.threadSlots;
  }

  listen(listener: RegistryListener): void {
    this.listener = listener;
  }

  /** Gives an agent work once it is settled what it runs already. */
  async join(agent: RemoteRunner, slots: number, running: readonly Claim[]): Promise<void> {
    await this.listener?.joined(agent, running);
    if (agent.isConnected && !this.stopped) this.agents.set(agent, slots);
  }

  /** After its connection has gone. */
  leave(agent: RemoteRunner): void {
    this.agents.delete(agent);
    this.listener?.left(agent);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    const agents = [...this.agents.keys()];
    this.agents.clear();
    await Promise.all([this.threads.stop(), ...agents.map((agent) => agent.stop())]);
  }
}
