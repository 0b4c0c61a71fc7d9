import type { NetworkLink, NetworkNode } from './network.js';
import type { Flow } from './traffic.js';

/** What of a link can change while packets travel on it. Loss and queue have two forms each: giving one puts it in place of the other. */
export type LinkChanges = Partial<
  Pick<NetworkLink, 'latency' | 'bandwidth_mbps' | 'loss_percent' | 'gilbert_elliott' | 'jitter_ms' | 'queue_packets' | 'queue_bytes'>
>;

/** What of a flow can change while it sends. */
export type FlowChanges = Partial<Pick<Flow, 'rate_pps' | 'arrivals' | 'packet_bytes' | 'stop_sec' | 'periods' | 'on_sec' | 'off_sec'>>;

/** One change to a running simulation: plain JSON, every default filled in. */
export type Edit =
  | { operation: 'add_router'; node: NetworkNode }
  /** Its links go with it; flows that start, end or have their fixed path there stop. */
  | { operation: 'remove_router'; node_id: string }
  | { operation: 'add_link'; link: NetworkLink }
  | { operation: 'remove_link'; link_id: string }
  | { operation: 'update_link'; link_id: string; changes: LinkChanges }
  /** Down and up again; a router takes its links along. Failing what is down, and restoring what is up, changes nothing. */
  | { operation: 'fail_link' | 'restore_link'; link_id: string }
  | { operation: 'fail_router' | 'restore_router'; node_id: string }
  | { operation: 'add_flow'; flow: Flow }
  | { operation: 'update_flow'; flow_id: string; changes: FlowChanges }
  | { operation: 'stop_flow'; flow_id: string };
