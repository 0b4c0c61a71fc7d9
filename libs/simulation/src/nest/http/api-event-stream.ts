import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiQuery } from '@nestjs/swagger';
import { EVENT_TYPES } from '../../ports/event-store.js';

const DESCRIPTION =
  'Server-sent events: `event` is the type, `data` a JSON object with `sim_id` and `run`, `id` the number of the event. A client that comes back with the ' +
  'last number that it has, to whichever server, misses nothing. `progress` has no number, and comes at most four times a second for each simulation.';

/** What both streams of events take and answer. */
export const ApiEventStream = () =>
  applyDecorators(
    ApiQuery({
      name: 'type',
      required: false,
      schema: { type: 'array', items: { type: 'string', enum: [...EVENT_TYPES] } },
      description: 'These types only',
    }),
    ApiQuery({
      name: 'after',
      required: false,
      schema: { type: 'integer', minimum: 0 },
      description: 'Number of the last event that the client has; 0 for all there are',
    }),
    ApiHeader({
      name: 'Last-Event-ID',
      required: false,
      schema: { type: 'string' },
      description: 'As `after`, and before it: what a browser sends when it comes back',
    }),
    ApiOkResponse({ description: DESCRIPTION, content: { 'text/event-stream': { schema: { type: 'string' } } } }),
  );
