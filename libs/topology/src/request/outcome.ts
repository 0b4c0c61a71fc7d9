import { DomainError, type FieldProblem } from '@skein/problem';
import type { EffectiveConfig } from '../model/config.js';

/** Something legal that its sender may not have meant. */
export interface Warning {
  /** Stable, for programs: `disconnected`, `latency_defaulted`, … */
  code: string;
  pointer: string;
  message: string;
}

export interface TopologySummary {
  nodes: number;
  links: number;
  /** Connected components, links taken as undirected. */
  components: number;
  /** Longest shortest path within a component, in hops, links taken as undirected; null where it would cost too much to know. */
  diameter_hops: number | null;
}

/** What there is to say about a network that validated. */
export interface TopologyReport {
  warnings: Warning[];
  summary: TopologySummary;
}

/** A request that validated, in the form in which it is stored and handed to a runner. */
export interface AdmittedRequest {
  name: string | null;
  labels: Record<string, string>;
  priority: number;
  config: EffectiveConfig;
  nodes: number;
  links: number;
  /** JSON text of a `Scenario`. Kept as text: a large one never becomes objects on the thread that serves HTTP. */
  scenario: string;
  /** SHA-256, in hexadecimal, over what the request means: equal for bodies that differ only in white space, order or spelled-out defaults. */
  fingerprint: string;
  warnings: Warning[];
  /** The body as it was sent, JSON text in UTF-8, to be kept beside what was made of it. The reader that knows the body adds it. */
  sent?: Uint8Array;
}

/** What is wrong with a body. `total` counts all of it; `errors` lists the first ten thousand. */
export interface Refusal {
  code: 'not_json' | 'too_large' | 'validation_failed';
  detail: string;
  errors: FieldProblem[];
  total: number;
}

export type ReadOutcome<T> = { ok: true; value: T } | { ok: false; refusal: Refusal };

/** A refusal as the error that a caller throws. */
export function refusalError({ code, detail, errors }: Refusal): DomainError {
  return new DomainError(code, detail, errors);
}
