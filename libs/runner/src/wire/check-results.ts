import { TypeCompiler } from '@sinclair/typebox/compiler';
import { resultHash, type Results } from '@skein/engine';
import { MAX_DEPTH, preview, readJson, type Budget } from '@skein/intake';
import type { ResultsSummary } from '../messages.js';
import { RESULTS, type ResultsDocument } from './results-schema.js';

/** Ten thousand nodes with 200 000 flows and 100 000 samples have some ten million values and names. */
const BUDGET: Budget = { bytes: 256 * 1024 * 1024, tokens: 20_000_000, depth: MAX_DEPTH };

/** Sums of many numbers end some roundings away from each other. */
const ROUNDING = 1e-6;

/** By how much a percentile may lie beside what was measured: it is read from a histogram. */
const COARSE = 2;

const shape = TypeCompiler.Compile(RESULTS);

type Flow = ResultsDocument['flows'][number];
type Link = ResultsDocument['links'][number];

export type ResultsOutcome = { ok: true; summary: ResultsSummary } | { ok: false; why: string };

/**
 * Checks results from a machine that nobody vouches for against themselves: their shape, the range of every figure, that no packet is missing, and their
 * hash. Whether they are those of the simulation is for the holder of that to compare, by the summary.
 * @param text JSON text of results
 * @param simulatedSec the time at which the machine says that they were taken
 * @param final whether they are those of an ended run, which carry their hash
 */
export function checkResults(text: string, simulatedSec: number, final: boolean): ResultsOutcome {
  const read = readJson(Buffer.from(text), BUDGET, 'The results');
  if (!read.ok) return { ok: false, why: read.refusal.detail };
  const { value } = read;
  if (!shape.Check(value)) {
    const [first] = shape.Errors(value);
    return {
      ok: false,
      why: `The results: ${first?.path ?? ''}: ${first?.message ?? 'not valid'}, not ${JSON.stringify(preview(first?.value)) ?? 'left out'}.`,
    };
  }
  const why = contradiction(value, simulatedSec, final);
  if (why !== null) return { ok: false, why: `The results contradict themselves: ${why}.` };
  const { seed, series, flows, links } = value;
  return { ok: true, summary: { seed, sample_interval_sec: series.interval_sec, flows: flows.length, links: links.length } };
}

function contradiction(results: ResultsDocument, simulatedSec: number, final: boolean): string | null {
  const { flows, links, packets, result_hash } = results;
  if (results.simulated_sec !== simulatedSec) return `they are of ${results.simulated_sec} s and are said to be of ${simulatedSec} s`;
  const flow = firstOf(flows, (candidate) => flowFault(candidate, simulatedSec));
  if (flow !== null) return `flow ${flow}`;
  const link = firstOf(links, (candidate) => linkFault(candidate, simulatedSec));
  if (link !== null) return `link ${link}`;
  const sent = flows.reduce((sum, { sent }) => sum + sent, 0);
  const delivered = flows.reduce((sum, { delivered }) => sum + delivered, 0);
  const dropped = flows.reduce((sum, flow) => sum + dropsOf(flow), 0);
  if (packets.sent !== sent || packets.delivered !== delivered || dropsOf(packets) !== dropped)
    return 'the totals are not those of the flows';
  if (sent !== delivered + dropped + packets.in_flight) return 'packets are missing, or there are too many';
  const series = seriesFault(results);
  if (series !== null) return series;
  if (result_hash === null) return final ? 'they are those of an ended run and have no result_hash' : null;
  return resultHash(results satisfies Results) === result_hash ? null : 'result_hash is that of other results';
}

function flowFault(flow: Flow, simulatedSec: number): string | null {
  const { sent, delivered, delay_ms: delay, jitter_ms } = flow;
  if (delivered + dropsOf(flow) > sent) return 'has more packets delivered and dropped than sent';
  const values = Object.values(delay);
  if (delivered === 0) return values.every((value) => value === null) && jitter_ms === null ? null : 'has delays, and delivered nothing';
  if (values.includes(null)) return 'has delivered packets, and not all figures of their delay';
  const { min, mean, max, stddev, ...percentiles } = delay as Record<keyof typeof delay, number>;
  const most = atMost(simulatedSec * 1000);
  if (max > most || stddev > most || (jitter_ms ?? 0) > most) return 'has delays that are longer than it was simulated';
  if (mean > atMost(max) || min > atMost(mean)) return 'has a mean delay that lies outside of its delays';
  const beside = Object.values(percentiles).some((value) => value > atMost(COARSE * max) || value < min / COARSE - ROUNDING);
  return beside ? 'has percentiles that lie outside of its delays' : null;
}

function linkFault({ mean_queue, max_queue, added_sec, removed_sec, packets, bytes }: Link, simulatedSec: number): string | null {
  if ((mean_queue ?? 0) > atMost(max_queue)) return 'has a longer queue in the mean than at most';
  if (added_sec > simulatedSec || (removed_sec !== null && (removed_sec < added_sec || removed_sec > simulatedSec))) {
    return 'was there at a time that was not simulated';
  }
  return packets === 0 && bytes > 0 ? 'has sent bytes, and no packets' : null;
}

function seriesFault({ series, simulated_sec }: ResultsDocument): string | null {
  const { interval_sec, sent, delivered, dropped, throughput_mbps, delay_ms } = series;
  const { length } = sent;
  if ([delivered, dropped, throughput_mbps, delay_ms].some((list) => list.length !== length)) return 'the series differ in length';
  // The last interval may have only just begun, or ended.
  return Math.abs(length - simulated_sec / interval_sec) > 1 + ROUNDING * length
    ? 'the series have another length than what was simulated'
    : null;
}

function dropsOf({ dropped }: { dropped: Flow['dropped'] }): number {
  return dropped.loss + dropped.queue + dropped.no_route + dropped.link_down;
}

function atMost(value: number): number {
  return value * (1 + ROUNDING) + ROUNDING;
}

/** @returns the name of the first that has a fault, and the fault */
function firstOf<T extends { id: string }>(items: readonly T[], fault: (item: T) => string | null): string | null {
  for (const item of items) {
    const found = fault(item);
    if (found !== null) return `${JSON.stringify(item.id.slice(0, 100))} ${found}`;
  }
  return null;
}
