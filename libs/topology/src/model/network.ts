export const NODE_TYPES = ['router', 'host', 'switch'] as const;
export type NodeType = (typeof NODE_TYPES)[number];

/** A node with every default filled in. All types forward packets alike; the type is for people and pictures. */
export interface NetworkNode {
  id: string;
  type: NodeType;
  label: string | null;
  /** Position in a drawing, in the drawing's own unit. */
  x: number | null;
  y: number | null;
  /** Degrees, WGS 84. */
  lat: number | null;
  lon: number | null;
}

/** A link with every default filled in; undirected unless `directed`, when packets travel only from `from` to `to`. */
export interface NetworkLink {
  id: string;
  from: string;
  to: string;
  /** One-way propagation delay in milliseconds, 0 or more. */
  latency: number;
  /** Bandwidth of each direction in Mbit/s, above 0. */
  bandwidth_mbps: number;
  /** Chance, in percent, that a packet is lost on one traversal. */
  loss_percent: number;
  /** Largest random extra delay on the wire, in milliseconds. */
  jitter_ms: number;
  /** Drop-tail limit in packets, the one in service included; 1 or more. */
  queue_packets: number;
  directed: boolean;
}

export interface Network {
  nodes: NetworkNode[];
  links: NetworkLink[];
}
