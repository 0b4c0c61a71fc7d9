import type { Claim, RemoteRunner, Runner } from '@skein/runner';
import { RunnerRegistry, type RegistryListener } from '@skein/simulation/nest';
import type { RunnerPlace } from '@skein/topology';
import type { ThreadRunners } from './thread-runners.js';

/** An agent as a runner. */
export interface Agent {
  runner: RemoteRunner;
  /** Simulations that it holds at once; it may come to change them. */
  slots: number;
  place: RunnerPlace;
  /** Until then it is given nothing, milliseconds of the clock that only goes forward. */
  distrustedUntilMs?: number;
}

/** Long enough for what it has lost to begin elsewhere, if there is an elsewhere. */
const DISTRUST_MS = 60_000;

/** What this server can hand simulations to: its threads, and the agents that are connected to it. */
export class ServerRunners extends RunnerRegistry {
  private readonly agents = new Map<Runner, Agent>();
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

  get apart(): Runner {
    return this.threads.apart;
  }

  slots(runner: Runner): number {
    if (runner === this.apart) return 0;
    const agent = this.agents.get(runner);
    if (agent === undefined) return this.threadSlots;
    return performance.now() < (agent.distrustedUntilMs ?? 0) ? 0 : agent.slots;
  }

  distrust(runner: Runner): void {
    const agent = this.agents.get(runner);
    if (agent) agent.distrustedUntilMs = performance.now() + DISTRUST_MS;
  }

  place(runner: Runner): RunnerPlace {
    return this.agents.get(runner)?.place ?? null;
  }

  listen(listener: RegistryListener): void {
    this.listener = listener;
  }

  /** Gives an agent work once it is settled what it runs already. */
  async join(agent: Agent, running: readonly Claim[]): Promise<void> {
    await this.listener?.joined(agent.runner, running);
    // Its connection may have ended meanwhile: then this server holds nothing of what it runs.
    if (!agent.runner.isConnected) this.listener?.left(agent.runner);
    else if (!this.stopped) this.agents.set(agent.runner, agent);
  }

  /** After its connection has gone. */
  leave({ runner }: Agent): void {
    this.agents.delete(runner);
    this.listener?.left(runner);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    const agents = [...this.agents.values()];
    this.agents.clear();
    await Promise.all([this.threads.stop(), ...agents.map(({ runner }) => runner.stop())]);
  }
}
