import type { Dispatch } from '../../commands/command-record.js';

/**
 * Commands for connections that the database knows already and this process does not yet, or has not welcomed yet: the answer that a connection is
 * noted, or greeted, and the answer that a command was sent over it come over two connections to the database, in any order. Nothing else
 * would write them, since they count as sent.
 */
export class EarlyDispatches {
  private readonly byAgent = new Map<string, Dispatch[]>();

  /** Keeps a command for a connection that is about to open; those for an older one of the agent are nobody's any more. */
  put(dispatch: Dispatch): void {
    const kept = this.of(dispatch.agentId, dispatch.epoch);
    if (kept[0] !== undefined && kept[0].epoch > dispatch.epoch) return;
    this.byAgent.set(dispatch.agentId, [...kept, dispatch]);
  }

  /** What waits for a connection, in order; once. */
  take(agentId: string, epoch: number): Dispatch[] {
    const kept = this.of(agentId, epoch);
    if (kept[0] !== undefined && kept[0].epoch > epoch) return [];
    this.byAgent.delete(agentId);
    return kept;
  }

  /** Those for this connection or a newer one. */
  private of(agentId: string, epoch: number): Dispatch[] {
    return (this.byAgent.get(agentId) ?? []).filter((dispatch) => dispatch.epoch >= epoch);
  }
}
