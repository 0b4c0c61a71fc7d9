import { Controller, Delete, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { Credential, Problems, Retries } from '@skein/problem/nest';
import type { Request, Response } from 'express';
import { RegisterBody } from '../../requests/bodies.js';
import { AgentDocument, agentDocument, AllowedDocument, CommandSpecDocument, RegisteredDocument } from '../dto/agent.dto.js';
import { Credentials } from '../service/credentials.js';
import { FleetService } from '../service/fleet-service.js';
import { AgentIdPipe } from './agent-id.pipe.js';
import { ApiAgentId, ApiFleetBody } from './api-parts.js';
import { BodyReader } from './body-reader.js';
import { agentAfter, cursorOfAgent } from './cursor.js';
import { linkNext, PAGE_BYTES, PAGE_RULE } from './pages.js';
import { wholeNumber } from './whole-number.js';

const EXAMPLES = { agent: { summary: 'An agent', value: { id: 'rack-3-host-7', name: 'rack 3, host 7' } } };
const LIMIT = { default: 100_000, least: 1, most: 100_000 };

/** The agents that there are. */
@ApiTags('agents')
@Controller('agents')
export class AgentsController {
  constructor(
    private readonly fleet: FleetService,
    private readonly credentials: Credentials,
    private readonly bodies: BodyReader,
    private readonly retries: Retries,
  ) {}

  @Post('register')
  @Credential('enrolment')
  @HttpCode(200)
  @ApiOperation({ operationId: 'registerAgent', summary: 'Make an agent known; one that is known keeps its queue' })
  @ApiFleetBody(RegisterBody, EXAMPLES)
  @ApiOkResponse({ type: RegisteredDocument })
  @Problems(
    'not_json',
    'bad_request',
    'unauthorized',
    'agent_revoked',
    'too_large',
    'unsupported_media_type',
    'validation_failed',
    'unavailable',
  )
  async register(@Req() request: Request): Promise<RegisteredDocument> {
    const { id, name = id, labels } = await this.bodies.read('register', request);
    const registration = { agentId: id, name, ...(labels === undefined ? {} : { labels }) };
    const { fresh, secret } = await this.retries.run(() => this.credentials.register(registration, request.headers.authorization));
    return { message: fresh ? `Agent ${id} is registered.` : `Agent ${id} was registered already.`, id, secret };
  }

  @Get()
  @ApiOperation({
    operationId: 'listAgents',
    summary: 'Every agent, in the order of their registration',
    description: `${PAGE_RULE} Where agents are left out, the header \`Link\` with \`rel="next"\` leads to them.`,
  })
  @ApiQuery({
    name: 'limit',
    required: false,
    schema: { type: 'integer', minimum: LIMIT.least, maximum: LIMIT.most, default: LIMIT.default },
  })
  @ApiQuery({ name: 'cursor', required: false, schema: { type: 'string' }, description: 'From the `Link` of the answer before' })
  @ApiOkResponse({ type: [AgentDocument] })
  @Problems('validation_failed', 'unavailable')
  async list(
    @Query('limit') limit: unknown,
    @Query('cursor') cursor: unknown,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<AgentDocument[]> {
    const most = wholeNumber('limit', limit, LIMIT.default, LIMIT.least, LIMIT.most);
    const after = agentAfter(cursor);
    const { items, more } = await this.retries.run(() => this.fleet.list(after, { items: most, bytes: PAGE_BYTES }));
    linkNext(request, response, more ? cursorOfAgent(items.at(-1)!) : null);
    return items.map(agentDocument);
  }

  @Get(':agent_id')
  @ApiOperation({ operationId: 'getAgent', summary: 'An agent, and whether it is there' })
  @ApiAgentId()
  @ApiOkResponse({ type: AgentDocument })
  @Problems('not_found', 'unknown_agent', 'unavailable')
  async get(@Param('agent_id', AgentIdPipe) agentId: string): Promise<AgentDocument> {
    return agentDocument(await this.retries.run(() => this.fleet.agent(agentId)));
  }

  @Get(':agent_id/commands')
  @ApiOperation({ operationId: 'listAgentCommands', summary: 'What an agent has announced that it can carry out' })
  @ApiAgentId()
  @ApiOkResponse({ type: [CommandSpecDocument] })
  @Problems('not_found', 'unknown_agent', 'unavailable')
  async commands(@Param('agent_id', AgentIdPipe) agentId: string): Promise<CommandSpecDocument[]> {
    return await this.retries.run(() => this.fleet.abilities(agentId));
  }

  @Post(':agent_id/revoke')
  @HttpCode(200)
  @ApiOperation({ operationId: 'revokeAgent', summary: 'Revoke an agent: end its connection and ban its id until it is allowed again' })
  @ApiAgentId()
  @ApiOkResponse({ type: AgentDocument })
  @Problems('not_found', 'unknown_agent', 'unavailable')
  async revoke(@Param('agent_id', AgentIdPipe) agentId: string): Promise<AgentDocument> {
    return agentDocument(await this.retries.run(() => this.fleet.revoke(agentId)));
  }

  @Post(':agent_id/allow')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'allowAgent',
    summary: 'Lift the ban of a revoked agent, which may be deleted; with enrolment it enrols anew. Allowing an id twice changes nothing',
  })
  @ApiAgentId()
  @ApiOkResponse({ type: AllowedDocument })
  @Problems('not_found', 'unknown_agent', 'unavailable')
  async allow(@Param('agent_id', AgentIdPipe) agentId: string): Promise<AllowedDocument> {
    const { banned, known } = await this.retries.run(() => this.fleet.allow(agentId));
    const message = banned ? `Agent ${agentId} may register and connect again.` : `Agent ${agentId} was not revoked.`;
    return { message, id: agentId, known };
  }

  @Delete(':agent_id')
  @HttpCode(204)
  @ApiOperation({
    operationId: 'deleteAgent',
    summary: 'Forget an agent, its queue and its responses, and close its connection. A revoked agent stays banned',
  })
  @ApiAgentId()
  @ApiNoContentResponse({ description: 'It is gone' })
  @Problems('not_found', 'unknown_agent', 'unavailable')
  async delete(@Param('agent_id', AgentIdPipe) agentId: string): Promise<void> {
    await this.retries.run(() => this.fleet.remove(agentId));
  }
}
