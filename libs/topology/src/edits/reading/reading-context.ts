import type { Edit } from '../../model/edit.js';
import type { Flow } from '../../model/traffic.js';
import { UniqueNames } from '../../request/effective/unique-names.js';
import type { Sent } from '../../request/rules/sent.js';
import { AtNode } from '../at-node.js';
import { LinksBetween } from '../links-between.js';
import type { EditContext } from '../operation.js';
import type { EditInputOf } from './inputs/edit-list.input.js';
import type { RequestedOperation } from './inputs/members.js';

/** What one body is read against: the network as its earlier operations leave it. */
export class ReadingContext {
  readonly between: LinksBetween;
  /** Names for links and flows that are given none. */
  readonly linkNames: UniqueNames;
  readonly flowNames: UniqueNames;
  private readonly flows: AtNode<Flow>;

  constructor(
    readonly draft: EditContext,
    /** Loss of links that say nothing of it. */
    readonly packetLossPercent: number,
  ) {
    const { links, flows } = draft.state;
    this.between = new LinksBetween(links);
    this.linkNames = new UniqueNames([], (name) => links.has(name));
    this.flowNames = new UniqueNames([], (name) => flows.has(name));
    this.flows = new AtNode(flows, () => EVERYWHERE);
  }

  /** Ids of all flows. */
  flowIds(): Iterable<string> {
    return this.flows.of(EVERYWHERE[0]);
  }
}

/** A place that is no node, at which all flows are: what is remembered of a place is less than what was ever staged. */
const EVERYWHERE = [''];

/**
 * Reads one kind of operation: reports how its members do not go together, or with the network; any of them may be of a wrong type, which
 * is reported already. Answers how to make edits of it, to be asked only where nothing is wrong.
 */
export type Reader<O extends RequestedOperation> = (
  sent: Sent<EditInputOf<O>>,
  pointer: string,
  context: ReadingContext,
) => (valid: EditInputOf<O>) => Edit[];
