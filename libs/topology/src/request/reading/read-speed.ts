import { SMALL_BYTES } from '@skein/intake';
import type { Speed } from '../../model/config.js';
import { DEFAULT_LIMITS } from '../../model/defaults.js';
import { SpeedInput } from '../inputs/speed.input.js';
import type { ReadOutcome } from '../outcome.js';
import { Examination } from './examine.js';
import { parseJson } from './parse-json.js';
import { Problems } from './problems.js';

/** Reads the body of `POST /speed/{sim_id}`: `{"speed": 10}`, in at most 64 KB, so that any thread may read it. Never throws. */
export function readSpeed(body: Uint8Array): ReadOutcome<Speed> {
  const parsed = parseJson(body, SMALL_BYTES);
  if (!parsed.ok) return parsed;
  const problems = new Problems();
  new Examination(problems, DEFAULT_LIMITS).object(parsed.value, SpeedInput, '');
  if (problems.total > 0) return { ok: false, refusal: problems.refusal() };
  return { ok: true, value: (parsed.value as SpeedInput).speed };
}
