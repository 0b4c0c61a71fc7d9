import type { FieldProblem } from '@skein/problem';
import { FLOW_DEFAULTS, LINK_DEFAULTS } from '../../model/defaults.js';
import type { NetworkLink, NetworkNode } from '../../model/network.js';
import type { Flow } from '../../model/traffic.js';
import { EditedNetwork, type EditOutcome } from '../edited-network.js';

export function node(id: string, more: object = {}): NetworkNode {
  return { id, type: 'router', label: null, x: null, y: null, lat: null, lon: null, ...more };
}

export function link(id: string, from: string, to: string, more: object = {}): NetworkLink {
  const { latency, bandwidth_mbps, jitter_ms, queue_packets, directed } = LINK_DEFAULTS;
  const loss = { loss_percent: 0, gilbert_elliott: null };
  return { id, from, to, latency, bandwidth_mbps, ...loss, jitter_ms, queue_packets, queue_bytes: null, directed, ...more };
}

export function flow(id: string, from: string, to: string, more: object = {}): Flow {
  const { rate_pps, arrivals, packet_bytes, start_sec, periods, on_sec, off_sec } = FLOW_DEFAULTS;
  const times = { start_sec, stop_sec: null, periods, on_sec, off_sec };
  return { id, from, to, rate_pps, arrivals, packet_bytes, path: null, ...times, ...more };
}

/** Oslo, Bonn and Cork in a row, the second link one way; a flow over both on a fixed path, and one between the first two. */
export function running(): EditedNetwork {
  const nodes = ['Oslo', 'Bonn', 'Cork'].map((id) => node(id));
  const links = [link('north', 'Oslo', 'Bonn', { latency: 10 }), link('west', 'Bonn', 'Cork', { directed: true })];
  const path = ['Oslo', 'Bonn', 'Cork'];
  const flows = [flow('video', 'Oslo', 'Cork', { path, start_sec: 2 }), flow('voice', 'Bonn', 'Oslo')];
  return new EditedNetwork({ nodes, links }, flows);
}

export function problemsIn(outcome: EditOutcome): FieldProblem[] {
  return outcome.ok ? [] : outcome.refusal.errors;
}
