import type { FieldProblem } from '@skein/problem';
import { DEFAULT_LIMITS } from '../../model/defaults.js';
import type { Scenario } from '../../model/scenario.js';
import type { AdmittedRequest } from '../outcome.js';
import { readRequest } from '../reading/read-request.js';

export function bodyOf(value: unknown): Uint8Array {
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
}

/** What `readRequest` finds wrong; empty where it admits. A string is taken as the JSON text itself. */
export function problemsOf(request: unknown): FieldProblem[] {
  const outcome = readRequest(bodyOf(request), DEFAULT_LIMITS);
  return outcome.ok ? [] : outcome.refusal.errors;
}

/** @throws Error where the request is refused */
export function admitted(request: unknown): AdmittedRequest & { runs: Scenario } {
  const outcome = readRequest(bodyOf(request), DEFAULT_LIMITS);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusal.errors));
  return { ...outcome.value, runs: JSON.parse(outcome.value.scenario) as Scenario };
}

/** Three nodes in a row, with whatever else is given. */
export function threeNodes(more: object = {}): object {
  const links = [
    { from: 'A', to: 'B', latency: 10 },
    { from: 'B', to: 'C', latency: 15 },
  ];
  return { topology: { nodes: ['A', 'B', 'C'], links }, ...more };
}
