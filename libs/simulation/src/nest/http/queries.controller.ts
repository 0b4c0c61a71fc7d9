import type { ServerResponse } from 'node:http';
import { Controller, Get, Param, Query, Req, Res, UseInterceptors } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { MAX_LABELS } from '@skein/topology';
import { SimulationRequestInput } from '@skein/topology/nest';
import type { Request, Response } from 'express';
import { encodeCursor } from '../../documents/list-cursor.js';
import { statusDocument } from '../../documents/status-document.js';
import { STATUSES } from '../../lifecycle/status.js';
import { SimulationPage } from '../dto/page.dto.js';
import { ResultsDocument } from '../dto/results.dto.js';
import { StatusDocument } from '../dto/status.dto.js';
import { Problems, Retries, RetryInterceptor } from '@skein/problem/nest';
import { ResultsReader } from '../results/results-reader.js';
import { SimulationReader } from '../service/simulation-reader.js';
import { ApiSimId } from './api-parts.js';
import { askerOf } from './asker-of.js';
import { sendJson } from './send-json.js';
import { DEFAULT_LIMIT, listParameters, MAX_LIMIT } from './list-parameters.js';
import { tagged } from './if-match.js';

/** What can be asked about simulations. */
@ApiTags('simulations')
@Controller()
export class QueriesController {
  constructor(
    private readonly reader: SimulationReader,
    private readonly resultsReader: ResultsReader,
    private readonly retries: Retries,
  ) {}

  @Get('status/:sim_id')
  @ApiOperation({ operationId: 'getStatus', summary: 'Where a simulation stands' })
  @ApiSimId()
  @ApiOkResponse({ type: StatusDocument, headers: { ETag: { description: 'Its version, for `If-Match`', schema: { type: 'string' } } } })
  @Problems('unknown_simulation', 'unavailable')
  async status(@Param('sim_id') simId: string, @Res({ passthrough: true }) response: ServerResponse): Promise<StatusDocument> {
    const record = await this.retries.run(() => this.reader.find(simId));
    return tagged(response, statusDocument(record));
  }

  @Get('simulations/:sim_id')
  @ApiOperation({ operationId: 'getSimulation', summary: 'A simulation: the same document as GET /status/{sim_id}' })
  @ApiSimId()
  @ApiOkResponse({ type: StatusDocument, headers: { ETag: { description: 'Its version, for `If-Match`', schema: { type: 'string' } } } })
  @Problems('unknown_simulation', 'unavailable')
  simulation(@Param('sim_id') simId: string, @Res({ passthrough: true }) response: ServerResponse): Promise<StatusDocument> {
    return this.status(simId, response);
  }

  @Get('simulations/:sim_id/request')
  @ApiOperation({ operationId: 'getRequest', summary: 'The request that made a simulation, as it was submitted' })
  @ApiSimId()
  @ApiOkResponse({ type: SimulationRequestInput })
  @Problems('unknown_simulation', 'unavailable')
  async request(@Param('sim_id') simId: string, @Res() response: Response): Promise<void> {
    await sendJson(response, await this.retries.run(() => this.reader.request(simId)));
  }

  @Get('results/:sim_id')
  @ApiOperation({ operationId: 'getResults', summary: 'What has been measured so far; final once the simulation has ended' })
  @ApiSimId()
  @ApiOkResponse({ type: ResultsDocument })
  @Problems('unknown_simulation', 'results_pending', 'no_results', 'unavailable')
  async results(@Param('sim_id') simId: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const asker = askerOf(request, response);
    try {
      const document = await this.retries.run(() => this.resultsReader.document(simId, asker));
      await sendJson(response, document);
    } catch (error) {
      if (!asker.signal.aborted) throw error;
    }
  }

  @Get('simulations')
  @UseInterceptors(RetryInterceptor)
  @ApiOperation({ operationId: 'listSimulations', summary: 'Simulations, newest first' })
  @ApiQuery({ name: 'status', required: false, enum: STATUSES, description: 'Only those in this status' })
  @ApiQuery({
    name: 'label',
    required: false,
    isArray: true,
    schema: { type: 'array', items: { type: 'string' }, maxItems: MAX_LABELS },
    description: 'Only those with this label, as `key:value`, split at the first colon; given more than once, those with all of them',
  })
  @ApiQuery({
    name: 'name',
    required: false,
    schema: { type: 'string' },
    description: 'Only those of this name; `abc*`: whose name begins with `abc`',
  })
  @ApiQuery({ name: 'limit', required: false, schema: { type: 'integer', minimum: 1, maximum: MAX_LIMIT, default: DEFAULT_LIMIT } })
  @ApiQuery({ name: 'cursor', required: false, schema: { type: 'string' }, description: '`next_cursor` of the page before' })
  @ApiOkResponse({ type: SimulationPage })
  @Problems('validation_failed', 'unavailable')
  async list(@Query() query: Record<string, unknown>): Promise<SimulationPage> {
    const { records, next } = await this.reader.list(listParameters(query));
    return { items: records.map(statusDocument), next_cursor: next && encodeCursor(next) };
  }
}
