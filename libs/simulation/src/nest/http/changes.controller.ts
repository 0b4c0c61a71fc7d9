import type { ServerResponse } from 'node:http';
import { Controller, Delete, HttpCode, Param, Post, Query, Req, Res, UseInterceptors } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBody, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { v7 as uuidv7 } from 'uuid';
import { RequestReader, SimulationRequestInput } from '@skein/topology/nest';
import { statusDocument } from '../../documents/status-document.js';
import { AcceptedDocument } from '../dto/accepted.dto.js';
import { StatusDocument } from '../dto/status.dto.js';
import { IdempotencyKey, Problems, RequestId, Retries, RetryInterceptor } from '@skein/problem/nest';
import { SimulationService } from '../service/simulation-service.js';
import { ApiChange, ApiIdempotent } from './api-parts.js';
import { flag } from './flag.js';
import { IfMatch, tagged } from './if-match.js';
import { REQUEST_EXAMPLES } from './request-examples.js';
import { TurnInterceptor } from './turn.interceptor.js';

/** What changes a simulation's life. */
@ApiTags('simulations')
@Controller()
export class ChangesController {
  constructor(
    private readonly service: SimulationService,
    private readonly reader: RequestReader,
    private readonly retries: Retries,
  ) {}

  @Post('simulate')
  @HttpCode(202)
  @ApiOperation({ operationId: 'simulate', summary: 'Submit a topology and have it simulated' })
  @ApiIdempotent()
  @ApiBody({ type: SimulationRequestInput, examples: REQUEST_EXAMPLES })
  @ApiAcceptedResponse({
    type: AcceptedDocument,
    headers: {
      Location: { description: 'Where its status is', schema: { type: 'string' } },
      ETag: { description: 'Its version, for `If-Match`', schema: { type: 'string' } },
    },
  })
  @Problems(
    'not_json',
    'bad_request',
    'idempotency_key_reused',
    'too_large',
    'unsupported_media_type',
    'validation_failed',
    'backlog_full',
    'unavailable',
  )
  async simulate(
    @Req() { body }: { body: unknown },
    @IdempotencyKey() key: string | null,
    @Res({ passthrough: true }) response: ServerResponse,
  ): Promise<AcceptedDocument> {
    const admitted = await this.retries.run(() => this.reader.readRequest(body));
    const change = key === null ? null : ({ requestId: key, operation: 'simulate', fingerprint: admitted.fingerprint } as const);
    const newId = uuidv7();
    const { simId, status, version, warnings } = await this.retries.run(() => this.service.simulate(newId, admitted, change));
    response.setHeader('Location', `/status/${simId}`);
    return tagged(response, { sim_id: simId, status, version, warnings: [...warnings] });
  }

  @Post('stop/:sim_id')
  @UseInterceptors(RetryInterceptor, TurnInterceptor)
  @HttpCode(200)
  @ApiOperation({ operationId: 'stop', summary: 'Stop a simulation; its results so far become final' })
  @ApiChange()
  @ApiOkResponse({ type: StatusDocument })
  async stop(
    @Param('sim_id') simId: string,
    @IfMatch() match: readonly number[] | null,
    @RequestId() requestId: string,
    @Res({ passthrough: true }) response: ServerResponse,
  ): Promise<StatusDocument> {
    const stopped = await this.service.stop(simId, match, { requestId, operation: 'stop', fingerprint: simId });
    return tagged(response, statusDocument(stopped));
  }

  @Post('restart/:sim_id')
  @UseInterceptors(RetryInterceptor, TurnInterceptor)
  @HttpCode(202)
  @ApiOperation({ operationId: 'restart', summary: 'Start a new run from the submitted request; what runs is stopped first' })
  @ApiChange('validation_failed')
  @ApiQuery({
    name: 'keep_edits',
    required: false,
    schema: { type: 'boolean', default: false },
    description: 'Start from the network as edits have left it',
  })
  @ApiAcceptedResponse({ type: StatusDocument })
  async restart(
    @Param('sim_id') simId: string,
    @Query('keep_edits') keepEdits: unknown,
    @IfMatch() match: readonly number[] | null,
    @RequestId() requestId: string,
    @Res({ passthrough: true }) response: ServerResponse,
  ): Promise<StatusDocument> {
    const keep = flag('keep_edits', keepEdits);
    const fingerprint = keep ? `${simId} with its edits` : simId;
    const restarted = await this.service.restart(simId, keep, match, { requestId, operation: 'restart', fingerprint });
    return tagged(response, statusDocument(restarted));
  }

  @Delete('simulations/:sim_id')
  @UseInterceptors(RetryInterceptor, TurnInterceptor)
  @HttpCode(204)
  @ApiOperation({ operationId: 'deleteSimulation', summary: 'Forget a simulation that is not running' })
  @ApiChange()
  @ApiNoContentResponse({ description: 'It is gone' })
  async delete(@Param('sim_id') simId: string, @IfMatch() match: readonly number[] | null, @RequestId() requestId: string): Promise<void> {
    await this.service.delete(simId, match, { requestId, operation: 'delete', fingerprint: simId });
  }
}
