import { DEFAULT_LIMITS, readRequest, type Scenario } from '@skein/topology';
import type { Request } from './request.js';

/** The scenario as the API would run it, every default filled in. */
export function accepted(request: Request): Scenario {
  const outcome = readRequest(Buffer.from(JSON.stringify(request)), { ...DEFAULT_LIMITS, bytes: 2 ** 28 });
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusal, null, 2));
  return JSON.parse(outcome.value.scenario) as Scenario;
}
