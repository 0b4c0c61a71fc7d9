import { CONFIG_DEFAULTS, FLOW_DEFAULTS, LINK_DEFAULTS, NODE_DEFAULTS, sampleInterval } from '@skein/topology';
import type { EffectiveConfig, Flow, NetworkLink, Scenario } from '@skein/topology';

const { placement: _placement, ...STANDARD } = CONFIG_DEFAULTS;

/** A link between two nodes with the defaults of any link; named `from-to` where no id is given. */
export function link(from: string, to: string, rest: Partial<NetworkLink> = {}): NetworkLink {
  const own = { id: `${from}-${to}`, from, to, loss_percent: 0, gilbert_elliott: null, queue_bytes: null };
  return { ...own, ...LINK_DEFAULTS, ...rest };
}

/** A flow between two nodes with the defaults of any flow; named `from>to` where no id is given. */
export function flow(from: string, to: string, rest: Partial<Flow> = {}): Flow {
  return { id: `${from}>${to}`, from, to, ...FLOW_DEFAULTS, path: null, stop_sec: null, ...rest };
}

/** `packets` packets at the same instant as near as rates allow: far faster than any link of these tests serves them. */
export function burst(from: string, to: string, packets: number, rest: Partial<Flow> = {}): Flow {
  const rate = 1e9;
  return flow(from, to, { arrivals: 'constant', rate_pps: rate, stop_sec: (packets - 0.5) / rate, ...rest });
}

/** A whole scenario; its nodes are the ends of its links, in the order of their first mention, and then `alone`. */
export function scenario(
  links: NetworkLink[],
  traffic: Flow[] | null,
  config: Partial<EffectiveConfig> = {},
  alone: readonly string[] = [],
): Scenario {
  const ids = new Set([...links.flatMap(({ from, to }) => [from, to]), ...alone]);
  const nodes = [...ids].map((id) => ({ id, ...NODE_DEFAULTS, label: null, x: null, y: null, lat: null, lon: null }));
  const sample_interval_sec = sampleInterval(config.duration_sec ?? CONFIG_DEFAULTS.duration_sec);
  return { topology: { nodes, links }, traffic, config: { ...STANDARD, sample_interval_sec, ...config } };
}
