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

/**
 * Loss in bursts: a channel is good or bad, may change before each packet, and loses packets with the chance of its state; good at first.
 * Source: E. O. Elliott, "Estimates of error rates for codes on burst-noise channels", Bell System Technical Journal 42 (1963).
 */
export interface GilbertElliott {
  /** Chance, in percent, that a good channel turns bad before a packet, and a bad one good. */
  good_to_bad_percent: number;
  bad_to_good_percent: number;
  /** Chance, in percent, that a packet is lost while the channel is good, and while it is bad. */
  loss_good_percent: number;
  loss_bad_percent: number;
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
  /** Chance, in percent, that a packet is lost on one traversal, whatever happened to others; null where `gilbert_elliott` holds. */
  loss_percent: number | null;
  /** Loss in bursts, in place of `loss_percent`. */
  gilbert_elliott: GilbertElliott | null;
  /** Largest random extra delay on the wire, in milliseconds. */
  jitter_ms: number;
  /** Drop-tail limit in packets, the one in service included; 1 or more; null where `queue_bytes` holds. */
  queue_packets: number | null;
  /** Drop-tail limit in bytes, the packet in service included, in place of `queue_packets`. */
  queue_bytes: number | null;
  directed: boolean;
}

export interface Network {
  nodes: NetworkNode[];
  links: NetworkLink[];
}
