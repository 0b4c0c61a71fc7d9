import { existsSync, readFileSync } from 'node:fs';
import type { Scenario } from '@skein/topology';
import type { Results } from '../results/results.js';
import { flow, link, scenario } from './scenario.js';

/** The reference runs lie next to the repository. */
const FOLDER = new URL('../../../../../shared/data/routenet/', import.meta.url);

const WARMUP_SEC = 50;
/** Taken as measured where a run does not say for how long it was. */
const UNKNOWN_DURATION_SEC = 7000;
/** How many links are called the busiest: those with the highest utilization in the reference. */
const BUSIEST = 10;
/** What our own sampling may add to the utilization of a busiest link, as a relative standard deviation, where 1 % is to be resolved. */
const UTILIZATION_NOISE = 0.0035;

interface Ends {
  src: number;
  dst: number;
}

/** A run of the OMNeT++ simulator behind the RouteNet data sets; nodes are numbered, sizes in bits, times in seconds. */
export interface ReferenceRun {
  measured_duration_s: number | null;
  /** Queues hold this many packets, the one in service included, on every link that leaves the node. */
  nodes: { id: number; queue: { capacity: number | [number] } }[];
  links: (Ends & { capacity_bps: number })[];
  flows: (Ends & {
    path: number[];
    sizes_bits: [bits: number, share: number][];
    /** As measured there: `rate_bps` and `packets` count what was generated, lost or not. */
    result: { rate_bps: number; mean_delay_s: number; packets?: number; dropped?: number };
  })[];
  link_results?: (Ends & { utilisation: number })[];
}

type ReferenceFlow = ReferenceRun['flows'][number];

/** Null, with the reason on standard error, where the file is absent. */
export function readReference(name: string): ReferenceRun | null {
  const file = new URL(name, FOLDER);
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as ReferenceRun;
  process.stderr.write(`skipped: ${name} is not in ${FOLDER.pathname}\n`);
  return null;
}

/**
 * The same network and load. Sources there are Poisson with gaps cut at ten times their mean in some runs, which touches one gap in
 * 22 000 and moves the rate by 5e-4 at most; as each flow is given the rate that was measured, nothing of it is left.
 */
export function referenceScenario(reference: ReferenceRun, seed = 1): Scenario {
  const places = new Map(reference.nodes.map(({ id, queue }) => [id, Number(queue.capacity)]));
  const links = reference.links.map(({ src, dst, capacity_bps }) =>
    link(`${src}`, `${dst}`, { directed: true, bandwidth_mbps: capacity_bps / 1e6, queue_packets: places.get(src)! }),
  );
  const flows = reference.flows.map((offered) =>
    flow(`${offered.src}`, `${offered.dst}`, {
      rate_pps: ratePps(offered),
      packet_bytes: offered.sizes_bits.map(([bits, share]) => ({ bytes: bits / 8, weight: share })),
      path: offered.path.map(String),
    }),
  );
  return scenario(links, flows, { duration_sec: WARMUP_SEC + measuredSec(reference), warmup_sec: WARMUP_SEC, seed });
}

export interface Agreement {
  /** Mean over the flows of the relative error of the mean delay, in percent; and the same without its signs. */
  biasPercent: number;
  mapePercent: number;
  /** Packets lost there, null where the reference does not say; and here, scaled to as many packets as were sent there. */
  referenceLosses: number | null;
  losses: number;
  /** Largest relative error of the utilization of the busiest links, in percent; null where the reference does not say. */
  utilizationPercent: number | null;
}

export function compare(reference: ReferenceRun, { flows, links, packets }: Results): Agreement {
  const errors = reference.flows.map(({ result }, i) => flows[i].delay_ms.mean! / 1000 / result.mean_delay_s - 1);
  const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const total = (member: 'packets' | 'dropped'): number => reference.flows.reduce((sum, { result }) => sum + (result[member] ?? 0), 0);
  const utilizations = new Map(links.map(({ from, to, utilization }) => [`${from}-${to}`, utilization!]));
  const gaps = busiest(reference).map(({ src, dst, utilisation }) => Math.abs(utilizations.get(`${src}-${dst}`)! / utilisation - 1));
  return {
    biasPercent: mean(errors) * 100,
    mapePercent: mean(errors.map(Math.abs)) * 100,
    referenceLosses: total('packets') > 0 ? total('dropped') : null,
    losses: (packets.dropped.queue / packets.sent) * (total('packets') || packets.sent),
    utilizationPercent: gaps.length > 0 ? Math.max(...gaps) * 100 : null,
  };
}

/**
 * As long as the reference, and longer where a busiest link is compared: ten thousand seconds of a link of 2.5 packets/s
 * know its utilization to 0.8 % only. With N Poisson packets its relative variance is (1 + cv²) / N, cv being the coefficient of variation of the sizes.
 */
function measuredSec(reference: ReferenceRun): number {
  const enough = busiest(reference).map(({ src, dst }) => {
    const crossing = reference.flows.filter(({ path }) => path.some((node, i) => node === src && path[i + 1] === dst));
    const pps = crossing.reduce((sum, offered) => sum + ratePps(offered), 0);
    const squares = crossing.reduce((sum, offered) => sum + (ratePps(offered) / pps) * moment(offered, 2), 0);
    const means = crossing.reduce((sum, offered) => sum + (ratePps(offered) / pps) * moment(offered, 1), 0);
    return squares / means ** 2 / UTILIZATION_NOISE ** 2 / pps;
  });
  return Math.max(reference.measured_duration_s ?? UNKNOWN_DURATION_SEC, ...enough);
}

function busiest({ link_results = [] }: ReferenceRun): (Ends & { utilisation: number })[] {
  return [...link_results].sort((a, b) => b.utilisation - a.utilisation).slice(0, BUSIEST);
}

function ratePps(offered: ReferenceFlow): number {
  return offered.result.rate_bps / moment(offered, 1);
}

function moment({ sizes_bits }: ReferenceFlow, power: number): number {
  return sizes_bits.reduce((sum, [bits, share]) => sum + share * bits ** power, 0);
}
