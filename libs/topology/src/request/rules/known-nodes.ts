import { at } from '@skein/problem';
import type { NodeInput } from '../inputs/node.input.js';
import { isObject } from '../reading/examine.js';
import { quote } from '@skein/intake';
import type { Problems } from '../reading/problems.js';
import { isId, type Sent } from './sent.js';
import { UnknownIds } from './unknown-ids.js';

/** The node ids of a request: unique, and the only ones that links, flows and paths may name. */
export class KnownNodes {
  private readonly index = new Map<string, number>();
  private readonly readable: boolean;
  private readonly unknown: UnknownIds;

  constructor(
    nodes: unknown,
    most: number,
    pointer: string,
    private readonly problems: Problems,
  ) {
    this.unknown = new UnknownIds('node', this.index, problems);
    this.readable = Array.isArray(nodes) && nodes.length <= most;
    if (this.readable) (nodes as unknown[]).forEach((node, position) => this.take(node, position, pointer));
  }

  indexOf(id: unknown): number | undefined {
    return this.index.get(id as string);
  }

  /** Reports an id that no node has. Where the nodes themselves could not be read, none is reported. */
  check(id: unknown, pointer: string): void {
    if (this.readable && isId(id) && !this.index.has(id)) this.unknown.report(id, pointer);
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
}
