import { Controller, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DomainError } from '@skein/problem';
import { Problems, RequestId } from '@skein/problem/nest';
import type { Request } from 'express';
import { SendBody, SendMultipleBody, type SendInput } from '../../requests/bodies.js';
import { checked } from '../../requests/read-body.js';
import { SentDocument, SentToAllDocument, SentToSomeDocument } from '../dto/answers.dto.js';
import { type Instruction, Orders } from '../service/orders.js';
import { AgentIdPipe } from './agent-id.pipe.js';
import { ApiAgentId, ApiCommandQuery, ApiFleetBody, ApiIdempotent } from './api-parts.js';
import { BodyReader } from './body-reader.js';

const ECHO = { echo: { summary: 'A command with arguments', value: { command: 'echo', args: { text: 'hello' }, ttl_sec: 60 } } };
const SOME = { two: { summary: 'Two agents', value: ['rack-3-host-7', 'rack-3-host-8'] } };
const BODY_PROBLEMS = [
  'not_json',
  'bad_request',
  'idempotency_key_reused',
  'queue_full',
  'too_large',
  'unsupported_media_type',
  'validation_failed',
] as const;

/** The calls that send commands in the way of older tools; `POST /commands` does what all of them do. */
@ApiTags('commands')
@Controller('commands')
export class SendingController {
  constructor(
    private readonly orders: Orders,
    private readonly bodies: BodyReader,
  ) {}

  @Post('send/:agent_id')
  @HttpCode(200)
  @ApiOperation({ operationId: 'sendCommand', summary: 'Give an agent a command, now or when it comes' })
  @ApiAgentId()
  @ApiCommandQuery()
  @ApiIdempotent()
  @ApiFleetBody(SendBody, ECHO, false)
  @ApiOkResponse({ type: SentDocument })
  @Problems('not_found', ...BODY_PROBLEMS, 'unknown_agent', 'unavailable')
  async send(
    @Param('agent_id', AgentIdPipe) agentId: string,
    @Query('command') command: unknown,
    @Req() request: Request,
    @RequestId() requestId: string,
  ): Promise<SentDocument> {
    const instruction = instructed(await this.bodies.read('send', request), command, hasBody(request));
    const { batchId, placed } = await this.orders.give({ ids: [agentId] }, instruction, requestId);
    const [one] = placed;
    if (one === undefined) throw new DomainError('unknown_agent', `There is no agent ${agentId}.`);
    const message = one.connected ? `The command was sent to agent ${agentId}.` : `The command waits for agent ${agentId}.`;
    return { message, pushed: one.connected, command_id: one.commandId, batch_id: batchId };
  }

  @Post('send_to_all')
  @HttpCode(200)
  @ApiOperation({ operationId: 'sendCommandToAll', summary: 'Give every agent a command' })
  @ApiCommandQuery()
  @ApiIdempotent()
  @ApiFleetBody(SendBody, ECHO, false)
  @ApiOkResponse({ type: SentToAllDocument })
  @Problems(...BODY_PROBLEMS, 'no_agents', 'unavailable')
  async sendToAll(@Query('command') command: unknown, @Req() request: Request, @RequestId() requestId: string): Promise<SentToAllDocument> {
    const instruction = instructed(await this.bodies.read('send', request), command, hasBody(request));
    const { batchId, placed, full } = await this.orders.give({ all: true }, instruction, requestId);
    if (placed.length === 0) throw new DomainError('no_agents', 'No agent is registered.');
    const connected = placed.filter((one) => one.connected).length;
    const message = `The command is for ${placed.length} agents, ${connected} of them connected${omitted(full)}.`;
    return { message, total: placed.length, connected, batch_id: batchId };
  }

  @Post('send_multiple')
  @HttpCode(200)
  @ApiOperation({ operationId: 'sendCommandToSome', summary: 'Give several agents a command' })
  @ApiCommandQuery()
  @ApiIdempotent()
  @ApiFleetBody(SendMultipleBody, SOME)
  @ApiOkResponse({ type: SentToSomeDocument })
  @Problems(...BODY_PROBLEMS, 'unavailable')
  async sendMultiple(
    @Query('command') command: unknown,
    @Req() request: Request,
    @RequestId() requestId: string,
  ): Promise<SentToSomeDocument> {
    const body = await this.bodies.read('sendMultiple', request);
    const isList = Array.isArray(body);
    const { ids, ...said } = isList ? { ids: body } : body;
    const { batchId, placed, unknown, full } = await this.orders.give({ ids }, instructed(said, command, !isList), requestId);
    const agents = placed.map(({ agentId }) => agentId);
    const missing = unknown.length === 0 ? '' : `; ${unknown.length} that were named are not registered`;
    const message = `The command is for ${agents.length} agents${missing}${omitted(full)}.`;
    return { message, agents, unknown, batch_id: agents.length === 0 ? null : batchId };
  }
}

function omitted(full: readonly string[]): string {
  return full.length === 0 ? '' : `; ${full.length} have no room for more commands`;
}

function hasBody({ body }: Request): boolean {
  return body instanceof Uint8Array && body.length > 0;
}

/**
 * What the body or the query says. Older tools name no command at all and mean `status`; a body of members is of no such tool.
 * @throws DomainError `validation_failed` where the query names no valid command, or there are members and no command
 */
function instructed(body: SendInput, query: unknown, hasMembers: boolean): Instruction {
  const { command: named } = checked(SendBody, query === undefined ? {} : { command: query });
  const command = body.command ?? named;
  if (command !== undefined || !hasMembers) return { ...body, command: command ?? 'status' };
  throw new DomainError('validation_failed', 'The request does not validate.', [
    {
      pointer: '/command',
      message: 'The command is missing.',
      accepted: 'a command such as "echo", here or as ?command=; `GET /agents/{agent_id}/commands` lists them',
    },
  ]);
}
