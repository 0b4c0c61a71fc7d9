import { Controller, Get, Headers, Param, Query, Req, Res, UseInterceptors } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { LOG_LEVELS } from '@skein/topology';
import type { Request, Response } from 'express';
import { logDocument } from '../../documents/event-document.js';
import { EventStore } from '../../ports/event-store.js';
import { LogPage } from '../dto/log.dto.js';
import { EventFeed } from '../events/event-feed.js';
import { streamEvents } from '../events/event-stream.js';
import { Problems, RetryInterceptor } from '@skein/problem/nest';
import { SimulationReader } from '../service/simulation-reader.js';
import { ApiSimId } from './api-parts.js';
import { clientOf } from './asker-of.js';
import { ApiEventStream } from './api-event-stream.js';
import { DEFAULT_LOG_LIMIT, logParameters, MAX_LOG_LIMIT, streamParameters } from './event-parameters.js';

/** What happens to simulations, as it happens, and what they have had to say. */
@ApiTags('simulations')
@Controller()
@UseInterceptors(RetryInterceptor)
export class EventsController {
  constructor(
    private readonly reader: SimulationReader,
    private readonly feed: EventFeed,
    private readonly store: EventStore,
  ) {}

  @Get('events')
  @ApiOperation({ operationId: 'streamEvents', summary: 'What happens to simulations from now on, or from an event on, as a stream' })
  @ApiQuery({
    name: 'sim_id',
    required: false,
    schema: { type: 'array', items: { type: 'string' } },
    description: 'Of these simulations only',
  })
  @ApiEventStream()
  @Problems('validation_failed', 'unavailable')
  async all(
    @Query() query: Record<string, unknown>,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Req() request: Request,
    @Res() response: Response,
  ) {
    const { after, ...filter } = streamParameters(query, lastEventId, ['type', 'sim_id', 'after']);
    streamEvents(response, this.feed, filter, after ?? (await this.feed.last()), clientOf(request));
  }

  @Get('events/:sim_id')
  @ApiOperation({ operationId: 'streamSimulationEvents', summary: 'What has happened to a simulation, and what happens, as a stream' })
  @ApiSimId()
  @ApiEventStream()
  @Problems('unknown_simulation', 'validation_failed', 'unavailable')
  async of(
    @Param('sim_id') simId: string,
    @Query() query: Record<string, unknown>,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Req() request: Request,
    @Res() response: Response,
  ) {
    const { after, types } = streamParameters(query, lastEventId, ['type', 'after']);
    await this.reader.find(simId);
    streamEvents(response, this.feed, { types, simIds: new Set([simId]) }, after ?? 0, clientOf(request));
  }

  @Get('logs/:sim_id')
  @ApiOperation({ operationId: 'getLogs', summary: 'What a simulation has written by its log level, oldest first' })
  @ApiSimId()
  @ApiQuery({ name: 'level', required: false, enum: LOG_LEVELS, description: 'This level and those above it' })
  @ApiQuery({ name: 'limit', required: false, schema: { type: 'integer', minimum: 1, maximum: MAX_LOG_LIMIT, default: DEFAULT_LOG_LIMIT } })
  @ApiQuery({ name: 'cursor', required: false, schema: { type: 'string' }, description: '`next_cursor` of the page before' })
  @ApiOkResponse({ type: LogPage })
  @Problems('unknown_simulation', 'validation_failed', 'unavailable')
  async logs(@Param('sim_id') simId: string, @Query() query: Record<string, unknown>): Promise<LogPage> {
    const { levels, limit, after } = logParameters(query);
    await this.reader.find(simId);
    const { lines, more } = await this.store.log({ simId, levels, after, limit: limit + 1 });
    const items = lines.slice(0, limit);
    return { items: items.map(logDocument), next_cursor: more || lines.length > limit ? String(items.at(-1)?.number) : null };
  }
}
