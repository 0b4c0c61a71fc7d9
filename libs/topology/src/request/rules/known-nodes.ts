import { at } from '@skein/problem';
import type { NodeInput } from '../inputs/node.input.js';
import { isObject } from '../reading/examine.js';
import { nearest } from '../reading/nearest.js';
import { quote } from '../reading/preview.js';
import type { Problems } from '../reading/problems.js';
import { isId, type Sent } from './sent.js';

/** Each suggestion compares with every node: more of them would let one bad request take minutes. */
const MOST_SUGGESTIONS = 50;
/** Few enough ids to name them all. */
const MOST_NAMED = 10;

/** The node ids of a request: unique, and the only ones that links, flows and paths may name. */
export class KnownNodes {
  private readonly index = new Map<string, number>();
  private readonly readable: boolean;
  private suggestions = 0;

  constructor(
    nodes: unknown,
    most: number,
    pointer: string,
    private readonly problems: Problems,
  ) {
    this.readable = Array.isArray(nodes) && nodes.length <= most;
    if (this.readable) (nodes as unknown[]).forEach((node, position) => this.take(node, position, pointer));
  }

  get count(): number {
    return this.index.size;
  }

  indexOf(id: unknown): number | undefined {
    return this.index.get(id as string);
  }

  /** Reports an id that no node has. Where the nodes themselves could not be read, none is reported. */
  check(id: unknown, pointer: string): void {
    if (!this.readable || !isId(id) || this.index.has(id)) return;
    const meant = this.suggestions++ < MOST_SUGGESTIONS ? nearest(id, this.index.keys()) : undefined;
    const mend = meant === undefined ? '.' : `; did you mean ${quote(meant)}?`;
    this.problems.add(pointer, `No node has the id ${quote(id)}${mend}`, { value: id, accepted: this.accepted() });
  }

  private take(node: unknown, position: number, pointer: string): void {
    const id = isObject(node) ? (node as Sent<NodeInput>).id : node;
    if (!isId(id)) return;
    const first = this.index.get(id);
    if (first === undefined) {
      this.index.set(id, position);
      return;
    }
    const place = at(pointer, position);
    this.problems.add(isObject(node) ? at(place, 'id') : place, `The node id ${quote(id)} is taken by ${at(pointer, first)}.`, {
      value: id,
      accepted: 'an id that no other node has',
    });
  }

  private accepted(): string {
    const named = this.count <= MOST_NAMED ? `: ${[...this.index.keys()].map(quote).join(', ')}` : '';
    return `the id of a node${named}`;
  }
}
