import type { Limits } from '../model/defaults.js';
import type { Edit } from '../model/edit.js';
import type { NetworkLink } from '../model/network.js';
import type { Flow } from '../model/traffic.js';
import type { InputClass } from '../request/fields/field.js';
import { Examination } from '../request/reading/examine.js';
import type { Problems } from '../request/reading/problems.js';
import type { Sent } from '../request/rules/sent.js';
import { AtNode } from './at-node.js';
import { Completeness } from './completeness.js';
import { LiveHops } from './live-hops.js';
import { LiveIds } from './live-ids.js';
import { endsOf, stopsOf, type StagedState } from './network-state.js';

export type EditOf<O extends Edit['operation']> = Edit & { operation: O };

/** One kind of edit. */
export interface Operation<E extends Edit> {
  /** Its members, examined before all else. */
  input: InputClass;
  /** Reports how its members do not go together, or with the network; any of them may be of a wrong type, which is reported already. */
  check(edit: Sent<E>, pointer: string, context: EditContext): void;
  /** Makes the change, which has been found right. */
  carryOut(edit: E, context: EditContext): void;
}

/** What one list of edits is checked against: the network as the earlier edits of the list leave it. */
export class EditContext {
  readonly examination: Examination;
  readonly completeness: Completeness;
  readonly nodes: LiveIds;
  readonly links: LiveIds;
  readonly flows: LiveIds;
  readonly hops: LiveHops;
  readonly linksAt: AtNode<NetworkLink>;
  readonly flowsAt: AtNode<Flow>;

  constructor(
    readonly state: StagedState,
    readonly problems: Problems,
    readonly limits: Limits,
    /** Simulated time of the edits. */
    readonly atSec: number,
  ) {
    this.examination = new Examination(problems, limits);
    this.completeness = new Completeness(this.examination, problems);
    this.nodes = new LiveIds('node', state.nodes, limits.nodes, problems);
    this.links = new LiveIds('link', state.links, limits.links, problems);
    this.flows = new LiveIds('flow', state.flows, limits.flows, problems);
    this.hops = new LiveHops(state.links);
    this.linksAt = new AtNode(state.links, endsOf);
    this.flowsAt = new AtNode(state.flows, stopsOf);
  }
}
