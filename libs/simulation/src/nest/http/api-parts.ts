import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiParam } from '@nestjs/swagger';
import type { ProblemCode } from '@skein/problem';
import { ApiIfMatch } from './if-match.js';
import { Problems } from '@skein/problem/nest';

const EXAMPLE_ID = '019abf3c-7d1e-7c41-9f0a-5d1c2b3a4e5f';

/** Path parameter of everything that is about one simulation. */
export const ApiSimId = () =>
  ApiParam({ name: 'sim_id', description: 'Id that `POST /simulate` gave', example: EXAMPLE_ID, schema: { type: 'string' } });

/** A change that may be sent twice. */
export const ApiIdempotent = () =>
  applyDecorators(
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description:
        'Leave it empty, unless the same request may be sent twice, as after a lost connection. Then make up a key for it, such as a UUID (1 to 200 visible ASCII characters), and send it with every repetition: ' +
        'the change is made once, and each repetition gets the first answer. The same key with another request gets 409. Keys are kept for 24 hours',
      schema: { type: 'string', minLength: 1, maxLength: 200 },
    }),
  );

/** Refusals of any change of one simulation. */
const CHANGE_PROBLEMS = [
  'unknown_simulation',
  'illegal_transition',
  'version_conflict',
  'idempotency_key_reused',
  'precondition_failed',
] as const satisfies ProblemCode[];

/** A change of one simulation, which takes no body. */
export const ApiChange = (...more: ProblemCode[]) => change('bad_request', ...CHANGE_PROBLEMS, ...more, 'unavailable');

/** A change of one simulation that its body describes. */
export const ApiChangeByBody = () =>
  change('not_json', 'bad_request', ...CHANGE_PROBLEMS, 'too_large', 'unsupported_media_type', 'validation_failed', 'unavailable');

/** As decorators in a column would be, these are applied from the last to the first. */
function change(...problems: ProblemCode[]) {
  return applyDecorators(Problems(...problems), ApiIfMatch(), ApiIdempotent(), ApiSimId());
}
