import { createHash } from 'node:crypto';
import { Controller, Get, HttpCode, Param, Put, Query, Req, Res, UseInterceptors } from '@nestjs/common';
import { ApiBody, ApiExtraModels, ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { DomainError } from '@skein/problem';
import { EDIT_BODY_SCHEMA, EDIT_EXAMPLES, EDIT_INPUTS, EditListInput } from '@skein/topology/nest';
import type { Request, Response } from 'express';
import { EditDocument, EditedTopologyDocument, EditLogDocument } from '../dto/edits.dto.js';
import { Problems, RequestId, RetryInterceptor } from '@skein/problem/nest';
import { EditService, type EditAnswer } from '../service/edit-service.js';
import { SimulationReader } from '../service/simulation-reader.js';
import { ApiChangeByBody, ApiSimId } from './api-parts.js';
import { IfMatch, tagged } from './if-match.js';
import { notModified } from './none-match.js';
import { inPieces, sendJson } from './send-json.js';
import { TurnInterceptor } from './turn.interceptor.js';
import { flag } from './flag.js';

/** Changes of what is simulated, while it is. */
@ApiTags('simulations')
@Controller()
@UseInterceptors(RetryInterceptor, TurnInterceptor)
export class EditsController {
  constructor(
    private readonly service: EditService,
    private readonly reader: SimulationReader,
  ) {}

  @Put('edit/:sim_id')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'edit',
    summary: 'Change a pending, running or paused simulation; a list of operations as a whole or not at all',
  })
  @ApiChangeByBody()
  @ApiQuery({ name: 'dry_run', required: false, schema: { type: 'boolean', default: false }, description: 'Only say whether it would fit' })
  @ApiExtraModels(...EDIT_INPUTS, EditListInput)
  @ApiBody({ schema: EDIT_BODY_SCHEMA, examples: EDIT_EXAMPLES })
  @ApiOkResponse({ type: EditDocument })
  async edit(
    @Param('sim_id') simId: string,
    @Query('dry_run') dryRun: unknown,
    @Req() request: Request,
    @IfMatch() match: readonly number[] | null,
    @RequestId() requestId: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<EditDocument> {
    const body: unknown = request.body;
    if (!(body instanceof Uint8Array)) throw new DomainError('not_json', 'The body is empty; send an operation, or a list of them.');
    const fingerprint = `${simId} ${createHash('sha256').update(body).digest('hex')}`;
    const answer: EditAnswer = flag('dry_run', dryRun)
      ? await this.service.dryRun(simId, body, match)
      : await this.service.edit(simId, body, match, { requestId, operation: 'edit', fingerprint });
    return tagged(response, answer);
  }

  @Get('edits/:sim_id')
  @ApiOperation({ operationId: 'listEdits', summary: 'The edits of the present run, in the order in which they were made' })
  @ApiSimId()
  @ApiOkResponse({ type: EditLogDocument })
  @Problems('unknown_simulation', 'unavailable')
  async edits(@Param('sim_id') simId: string, @Res() response: Response): Promise<void> {
    await sendJson(response, await this.reader.editLog(simId));
  }

  @Get('topology/:sim_id')
  @ApiOperation({ operationId: 'getTopology', summary: 'The network and its traffic as edits have left them' })
  @ApiSimId()
  @ApiOkResponse({ type: EditedTopologyDocument })
  @Problems('unknown_simulation', 'unavailable')
  async topology(@Param('sim_id') simId: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const { text } = tagged(response, await this.reader.topology(simId));
    if (!notModified(request, response)) await sendJson(response, inPieces(text));
  }
}
