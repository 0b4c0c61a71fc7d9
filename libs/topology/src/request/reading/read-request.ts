import type { Limits } from '../../model/defaults.js';
import { admit } from '../effective/admit.js';
import { SimulationRequestInput } from '../inputs/simulation-request.input.js';
import type { AdmittedRequest, ReadOutcome } from '../outcome.js';
import { checkRequest } from '../rules/request-rules.js';
import { Examination } from './examine.js';
import { parseJson } from './parse-json.js';
import { Problems } from './problems.js';

/** Reads the body of `POST /simulate`: the request in the form in which it runs, or everything that is wrong with it. Never throws. */
export function readRequest(body: Uint8Array, limits: Limits): ReadOutcome<AdmittedRequest> {
  const parsed = parseJson(body, limits.bytes);
  if (!parsed.ok) return parsed;
  const outcome = validRequest(parsed.value, limits);
  return outcome.ok ? { ok: true, value: admit(outcome.value) } : outcome;
}

/** A request of which every member is of its type and goes together with the others; or everything that is wrong with it. */
export function validRequest(value: unknown, limits: Limits): ReadOutcome<SimulationRequestInput> {
  const problems = new Problems();
  if (new Examination(problems, limits).object(value, SimulationRequestInput, '')) checkRequest(value as object, limits, problems);
  return problems.total === 0 ? { ok: true, value: value as SimulationRequestInput } : { ok: false, refusal: problems.refusal() };
}
