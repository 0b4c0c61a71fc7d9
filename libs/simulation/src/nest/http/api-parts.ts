import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiParam } from '@nestjs/swagger';

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
        'Any 1 to 200 visible ASCII characters. The same key with the same request is carried out once; with another request it is refused.',
      schema: { type: 'string', minLength: 1, maxLength: 200 },
    }),
  );
