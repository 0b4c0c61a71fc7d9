import type { Network, NetworkLink, NetworkNode } from '../model/network.js';
import type { Flow } from '../model/traffic.js';
import { StagedMap, type Collection } from './staged-map.js';

/** What edits change. What is in it is replaced, never changed in place. */
export interface NetworkState {
  readonly nodes: Collection<NetworkNode>;
  readonly links: Collection<NetworkLink>;
  /** Flows that were not stopped by an edit, whatever their `stop_sec`. */
  readonly flows: Collection<Flow>;
  /** What was itself taken down; a link is down with its router, too. */
  readonly failedNodes: Collection<true>;
  readonly failedLinks: Collection<true>;
}

type Staged<S> = { [part in keyof S]: S[part] extends Collection<infer V> ? StagedMap<V> : never };
type Kept<S> = { [part in keyof S]: S[part] extends Collection<infer V> ? Map<string, V> : never };

/** The state itself. */
export type KeptState = Kept<NetworkState>;
/** Edits to the state that are not made yet. */
export type StagedState = Staged<NetworkState>;

/** Refers to the nodes, links and flows that are given: they must not change. */
export function stateOf({ nodes, links }: Network, flows: readonly Flow[]): KeptState {
  return { nodes: byId(nodes), links: byId(links), flows: byId(flows), failedNodes: new Map(), failedLinks: new Map() };
}

export function staged({ nodes, links, flows, failedNodes, failedLinks }: KeptState): StagedState {
  return {
    nodes: new StagedMap(nodes),
    links: new StagedMap(links),
    flows: new StagedMap(flows),
    failedNodes: new StagedMap(failedNodes),
    failedLinks: new StagedMap(failedLinks),
  };
}

export function commit(state: StagedState): void {
  for (const part of Object.values(state)) part.commit();
}

/** The nodes at which something is. */
export type Visits<V> = (value: V) => readonly string[];

export const endsOf: Visits<NetworkLink> = ({ from, to }) => [from, to];

/** Those that a flow cannot do without. */
export const stopsOf: Visits<Flow> = ({ from, to, path }) => path ?? [from, to];

/** Ids of what is at a node. Looks at everything. */
export function idsAt<V extends { id: string }>(things: Collection<V>, visits: Visits<V>, nodeId: string): string[] {
  const ids: string[] = [];
  for (const thing of things.values()) if (visits(thing).includes(nodeId)) ids.push(thing.id);
  return ids;
}

function byId<T extends { id: string }>(things: readonly T[]): Map<string, T> {
  const map = new Map<string, T>();
  for (const thing of things) map.set(thing.id, thing);
  return map;
}
