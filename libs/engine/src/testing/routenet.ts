import { existsSync, readFileSync } from 'node:fs';
import type { Scenario } from '@skein/topology';
import type { Results } from '../results/results.js';
import { flow, link, scenario } from './scenario.js';

/** The reference runs lie next to the repository. */
const FOLDER = new URL('../../../../../shared/data/routenet/', import.meta.url);

/** A run of the OMNeT++ simulator behind the RouteNet data sets; nodes are numbered, sizes in bits, times in seconds. */
export interface ReferenceRun {
  measured_duration_s: number | null;
  links: { src: number; dst: number; capacity_bps: number }[];
  flows: {
    src: number;
    dst: number;
    path: number[];
    sizes_bits: [bits: number, share: number][];
    result: { rate_bps: number; mean_delay_s: number; packets?: number; dropped?: number };
  }[];
}

/** Null, with the reason on standard error, where the file is absent. */
export function readReference(name: string): ReferenceRun | null {
  const file = new URL(name, FOLDER);
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as ReferenceRun;
  process.stderr.write(`skipped: ${name} is not in ${FOLDER.pathname}\n`);
  return null;
}

/** The same network and load; a run of unknown length is taken to have measured 7000 s. */
export function referenceScenario(reference: ReferenceRun, seed = 1): Scenario {
  const warmup_sec = 50;
  const links = reference.links.map(({ src, dst, capacity_bps }) =>
    link(`${src}`, `${dst}`, { directed: true, bandwidth_mbps: capacity_bps / 1e6, queue_packets: 32 }),
  );
  const flows = reference.flows.map(({ src, dst, path, sizes_bits, result }) => {
    const meanBits = sizes_bits.reduce((sum, [bits, share]) => sum + bits * share, 0);
    return flow(`${src}`, `${dst}`, {
      rate_pps: result.rate_bps / meanBits,
      packet_bytes: sizes_bits.map(([bits, share]) => ({ bytes: bits / 8, weight: share })),
      path: path.map(String),
    });
  });
  return scenario(links, flows, { duration_sec: warmup_sec + (reference.measured_duration_s ?? 7000), warmup_sec, seed });
}

export interface Agreement {
  /** Mean over the flows of the relative error of the mean delay, in percent; and the same without its signs. */
  biasPercent: number;
  mapePercent: number;
  /** Share of all packets that was lost, here and there; null where the reference does not say. */
  loss: number;
  referenceLoss: number | null;
}

export function compare(reference: ReferenceRun, { flows, packets }: Results): Agreement {
  const errors = reference.flows.map(({ result }, i) => flows[i].delay_ms.mean! / 1000 / result.mean_delay_s - 1);
  const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const total = (member: 'packets' | 'dropped'): number => reference.flows.reduce((sum, { result }) => sum + (result[member] ?? 0), 0);
  return {
    biasPercent: mean(errors) * 100,
    mapePercent: mean(errors.map(Math.abs)) * 100,
    loss: packets.dropped.queue / packets.sent,
    referenceLoss: total('packets') > 0 ? total('dropped') / total('packets') : null,
  };
}
