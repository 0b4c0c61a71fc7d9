import { Controller, Delete, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiSecurity, ApiTags } from '@nestjs/swagger';
import { Problems, Retries } from '@skein/problem/nest';
import type { Request } from 'express';
import { RegisterBody } from '../../requests/bodies.js';
import { readBody } from '../../requests/read-body.js';
import { AgentDocument, agentDocument, CommandSpecDocument, RegisteredDocument } from '../dto/agent.dto.js';
import { Credentials } from '../service/credentials.js';
import { FleetService } from '../service/fleet-service.js';
import { AgentIdPipe } from './agent-id.pipe.js';
import { ApiAgentId, ApiFleetBody } from './api-parts.js';

const EXAMPLES = { agent: { summary: 'An agent', value: { id: 'rack-3-host-7', name: 'rack 3, host 7' } } };

/** The agents that there are. */
@ApiTags('agents')
@Controller('agents')
export class AgentsController {
  constructor(
    private readonly fleet: FleetService,
    private readonly credentials: Credentials,
    private readonly retries: Retries,
  ) {}

  @Post('register')
  @ApiSecurity('enrolment')
  @HttpCode(200)
  @ApiOperation({ operationId: 'registerAgent', summary: 'Make an agent known; one that is known keeps its queue' })
  @ApiFleetBody(RegisterBody, EXAMPLES)
  @ApiOkResponse({ type: RegisteredDocument })
  @Problems('not_json', 'bad_request', 'unauthorized', 'too_large', 'unsupported_media_type', 'validation_failed', 'unavailable')
  async register(@Req() request: Request): Promise<RegisteredDocument> {
    const { id, name = id, labels } = readBody(RegisterBody, request.body as Buffer | undefined);
    const registration = { agentId: id, name, ...(labels === undefined ? {} : { labels }) };
    const { fresh, secret } = await this.retries.run(() => this.credentials.register(registration, request.headers.authorization));
    return { message: fresh ? `Agent ${id} is registered.` : `Agent ${id} was registered already.`, id, secret };
  }

  @Get()
  @ApiOperation({ operationId: 'listAgents', summary: 'Every agent, in the order of their registration' })
  @ApiOkResponse({ type: [AgentDocument] })
  @Problems('unavailable')
  async list(): Promise<AgentDocument[]> {
    return (await this.retries.run(() => this.fleet.list())).map(agentDocument);
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
  @ApiOperation({ operationId: 'revokeAgent', summary: 'Take its credential and its connection from an agent, for good' })
  @ApiAgentId()
  @ApiOkResponse({ type: AgentDocument })
  @Problems('not_found', 'unknown_agent', 'unavailable')
  async revoke(@Param('agent_id', AgentIdPipe) agentId: string): Promise<AgentDocument> {
    return agentDocument(await this.retries.run(() => this.fleet.revoke(agentId)));
  }

  @Delete(':agent_id')
  @HttpCode(204)
  @ApiOperation({ operationId: 'deleteAgent', summary: 'Forget an agent, its queue and its responses; its connection is closed' })
  @ApiAgentId()
  @ApiNoContentResponse({ description: 'It is gone' })
  @Problems('not_found', 'unknown_agent', 'unavailable')
  async delete(@Param('agent_id', AgentIdPipe) agentId: string): Promise<void> {
    await this.retries.run(() => this.fleet.remove(agentId));
  }
}
