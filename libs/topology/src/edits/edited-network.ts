import { DEFAULT_LIMITS, type Limits } from '../model/defaults.js';
import type { Network, NetworkLink, NetworkNode } from '../model/network.js';
import type { Flow } from '../model/traffic.js';
import type { Refusal } from '../request/outcome.js';
import { Problems } from '../request/reading/problems.js';
import { commit, endsOf, idsAt, staged, stateOf, stopsOf, type KeptState, type StagedState } from './network-state.js';
import { EditContext } from './operation.js';
import { stageEdit } from './stage-edit.js';

export type EditOutcome = { ok: true } | { ok: false; refusal: Refusal };

/**
 * The network and the traffic of a running simulation as edits leave them: what decides which edits are right. Whatever it is given or
 * hands out is referred to, not copied, and must not be changed; what edits bring is copied.
 */
export class EditedNetwork {
  private readonly state: KeptState;

  /** Takes what is valid: a scenario's topology and flows, of which none needs more than an entry in a map. */
  constructor(
    topology: Network,
    traffic: readonly Flow[],
    private readonly limits: Limits = DEFAULT_LIMITS,
  ) {
    this.state = stateOf(topology, traffic);
  }

  /**
   * Whether `apply` would accept, without changing anything.
   * @param edits in order, each checked against what those before it leave
   * @param atSec simulated time at which they are to be made
   * @returns where refused, all that is wrong with the first edit that is; pointers begin with its position: `/2/changes/latency`
   */
  check(edits: readonly unknown[], atSec: number): EditOutcome {
    return this.stage(edits, atSec, staged(this.state));
  }

  /** Makes all edits, or, where one is refused, none. Parameters and result are those of `check`. */
  apply(edits: readonly unknown[], atSec: number): EditOutcome {
    const changed = staged(this.state);
    const outcome = this.stage(edits, atSec, changed);
    if (outcome.ok) commit(changed);
    return outcome;
  }

  /** Where edits can be checked and staged, one after the other, without changing anything here; what is wrong is added to the problems. */
  draft(problems: Problems, atSec: number): EditContext {
    return new EditContext(staged(this.state), problems, this.limits, atSec);
  }

  node(id: string): NetworkNode | undefined {
    return this.state.nodes.get(id);
  }

  link(id: string): NetworkLink | undefined {
    return this.state.links.get(id);
  }

  /** A flow that was not stopped by an edit, whatever its `stop_sec`. */
  flow(id: string): Flow | undefined {
    return this.state.flows.get(id);
  }

  /** Whether a node was taken down and not up again. */
  nodeFailed(id: string): boolean {
    return this.state.failedNodes.has(id);
  }

  /** Whether a link was itself taken down and not up again; one that is up still carries nothing while a router at its end is down. */
  linkFailed(id: string): boolean {
    return this.state.failedLinks.has(id);
  }

  /** Ids of the links that begin or end at a node, which go with it. Looks at all links. */
  linksOf(nodeId: string): string[] {
    return idsAt(this.state.links, endsOf, nodeId);
  }

  /** Ids of the flows that start, end or have their fixed path at a node, which stop with it. Looks at all flows. */
  flowsThrough(nodeId: string): string[] {
    return idsAt(this.state.flows, stopsOf, nodeId);
  }

  /** Nodes and links, failed ones too, in the order in which they came; one that was updated keeps its place. */
  network(): Network {
    return { nodes: [...this.state.nodes.values()], links: [...this.state.links.values()] };
  }

  /** Flows that were not stopped by an edit, in the order in which they came. */
  traffic(): Flow[] {
    return [...this.state.flows.values()];
  }

  private stage(edits: readonly unknown[], atSec: number, state: StagedState): EditOutcome {
    const problems = new Problems();
    const context = new EditContext(state, problems, this.limits, atSec);
    for (let index = 0; index < edits.length; index++) {
      stageEdit(edits[index], `/${index}`, context);
      if (problems.total > 0) return { ok: false, refusal: problems.refusal() };
    }
    return { ok: true };
  }
}
