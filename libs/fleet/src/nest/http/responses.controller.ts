import { Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { Credential, Problems, Retries } from '@skein/problem/nest';
import type { Request, Response } from 'express';
import { ResponseBody } from '../../requests/bodies.js';
import { checked } from '../../requests/read-body.js';
import { ExecutedDocument, RespondedDocument } from '../dto/answers.dto.js';
import { Credentials } from '../service/credentials.js';
import { FleetService } from '../service/fleet-service.js';
import { AgentIdPipe } from './agent-id.pipe.js';
import { ApiAgentId, ApiCommandId, ApiFleetBody } from './api-parts.js';
import { BodyReader } from './body-reader.js';
import { cursorBefore, cursorOf } from './cursor.js';
import { linkNext, PAGE_BYTES, PAGE_RULE } from './pages.js';
import { wholeNumber } from './whole-number.js';

const EXAMPLES = { done: { summary: 'It is done', value: { result: 'up 3 days', state: 'succeeded' } } };
const LIMIT = { default: 10_000, least: 1, most: 100_000 };

/** What agents answer. */
@ApiTags('commands')
@Controller('responses')
export class ResponsesController {
  constructor(
    private readonly fleet: FleetService,
    private readonly credentials: Credentials,
    private readonly bodies: BodyReader,
    private readonly retries: Retries,
  ) {}

  @Post(':agent_id/:command_id')
  @Credential('agent')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'respond',
    summary: 'Say what became of a command; the first answer counts, and repeating it changes nothing',
  })
  @ApiAgentId()
  @ApiCommandId()
  @ApiQuery({ name: 'result', required: false, schema: { type: 'string' }, description: 'The result; the body, where it has one, counts' })
  @ApiFleetBody(ResponseBody, EXAMPLES, false)
  @ApiOkResponse({ type: RespondedDocument })
  @Problems(
    'not_found',
    'not_json',
    'bad_request',
    'unauthorized',
    'agent_revoked',
    'unknown_agent',
    'unknown_command',
    'too_large',
    'unsupported_media_type',
    'validation_failed',
    'unavailable',
  )
  async respond(
    @Param('agent_id', AgentIdPipe) agentId: string,
    @Param('command_id') commandId: string,
    @Query('result') query: unknown,
    @Req() request: Request,
  ): Promise<RespondedDocument> {
    await this.credentials.check(agentId, request);
    const asked = checked(ResponseBody, query === undefined ? {} : { result: query });
    const { result = '', state = 'succeeded' } = { ...asked, ...(await this.bodies.read('response', request)) };
    const outcome = await this.retries.run(() => this.fleet.respond({ agentId, commandId, state, result }));
    if (outcome.recorded) return { message: 'The response is recorded.', result };
    return { message: `The command had ended before: ${outcome.state}.`, result: outcome.result };
  }

  @Get(':agent_id')
  @ApiOperation({
    operationId: 'listResponses',
    summary: 'The newest commands that an agent has answered, oldest first',
    description: `${PAGE_RULE} Where older ones are left out, the header \`Link\` with \`rel="next"\` leads to them.`,
  })
  @ApiAgentId()
  @ApiQuery({
    name: 'limit',
    required: false,
    schema: { type: 'integer', minimum: LIMIT.least, maximum: LIMIT.most, default: LIMIT.default },
    description: 'The newest so many',
  })
  @ApiQuery({
    name: 'cursor',
    required: false,
    schema: { type: 'string' },
    description: 'From the `Link` of the answer before: what is older',
  })
  @ApiOkResponse({ type: [ExecutedDocument] })
  @Problems('not_found', 'unknown_agent', 'validation_failed', 'unavailable')
  async responses(
    @Param('agent_id', AgentIdPipe) agentId: string,
    @Query('limit') limit: unknown,
    @Query('cursor') cursor: unknown,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ExecutedDocument[]> {
    const most = wholeNumber('limit', limit, LIMIT.default, LIMIT.least, LIMIT.most);
    const before = cursorBefore(cursor);
    const { items, more } = await this.retries.run(() => this.fleet.responses(agentId, before, { items: most, bytes: PAGE_BYTES }));
    linkNext(request, response, more ? cursorOf(String(items[0].seq)) : null);
    return items.map(({ commandId, command, result, sentAt, state }) => ({
      id: commandId,
      command,
      result,
      pushed: sentAt !== null,
      executed: true,
      state,
    }));
  }
}
