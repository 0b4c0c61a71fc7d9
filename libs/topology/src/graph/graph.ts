/** Any nodes and links, of a request or of a scenario. */
export interface Ends {
  readonly nodes: readonly (string | { readonly id: string })[];
  readonly links?: readonly { readonly from: string; readonly to: string }[] | null;
}

/** A network as numbers: nodes by position, links as pairs of positions. Directions are left aside. */
export class Graph {
  readonly nodes: number;
  readonly links: number;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  private readonly positions: ReadonlyMap<string, number>;

  /** @throws TypeError where a link names a node that is not there */
  constructor({ nodes, links }: Ends) {
    this.nodes = nodes.length;
    this.links = links?.length ?? 0;
    this.positions = new Map(nodes.map((node, position) => [typeof node === 'string' ? node : node.id, position]));
    this.from = new Uint32Array(this.links);
    this.to = new Uint32Array(this.links);
    links?.forEach(({ from, to }, link) => {
      this.from[link] = this.position(from);
      this.to[link] = this.position(to);
    });
  }

  position(id: string): number {
    const position = this.positions.get(id);
    if (position === undefined) throw new TypeError(`There is no node ${id}.`);
    return position;
  }
}
