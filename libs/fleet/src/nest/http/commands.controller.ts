import { Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { DomainError } from '@skein/problem';
import { Problems, RequestId, Retries } from '@skein/problem/nest';
import type { Request } from 'express';
import { OrderBody } from '../../requests/bodies.js';
import { OrderedDocument } from '../dto/answers.dto.js';
import { BatchDocument, batchDocument, CommandDocument, commandDocument, CommandPage } from '../dto/command.dto.js';
import { FleetService } from '../service/fleet-service.js';
import { Orders } from '../service/orders.js';
import { ApiBatchId, ApiCommandId, ApiFleetBody, ApiIdempotent } from './api-parts.js';
import { BodyReader } from './body-reader.js';
import { targetsOf } from './targets.js';
import { PAGE_BYTES, PAGE_RULE } from './pages.js';
import { wholeNumber } from './whole-number.js';

const EXAMPLES = {
  named: {
    summary: 'Two agents',
    value: { targets: { ids: ['rack-3-host-7', 'rack-3-host-8'] }, command: 'echo', args: { text: 'hello' } },
  },
  labelled: { summary: 'Agents with a label', value: { targets: { labels: { rack: '3' } }, command: 'diagnostics', timeout_sec: 30 } },
  all: { summary: 'Every agent, within a minute or not at all', value: { targets: { all: true }, command: 'status', ttl_sec: 60 } },
};
const LIMIT = { default: 100, least: 1, most: 1000 };

/** Commands, and what becomes of them. */
@ApiTags('commands')
@Controller()
export class CommandsController {
  constructor(
    private readonly fleet: FleetService,
    private readonly orders: Orders,
    private readonly bodies: BodyReader,
    private readonly retries: Retries,
  ) {}

  @Post('commands')
  @HttpCode(202)
  @ApiOperation({ operationId: 'orderCommand', summary: 'Give a command to agents by id, by label, or to all' })
  @ApiIdempotent()
  @ApiFleetBody(OrderBody, EXAMPLES)
  @ApiAcceptedResponse({ type: OrderedDocument })
  @Problems(
    'not_json',
    'bad_request',
    'unknown_agent',
    'no_agents',
    'idempotency_key_reused',
    'queue_full',
    'too_large',
    'unsupported_media_type',
    'validation_failed',
    'unavailable',
  )
  async order(@Req() request: Request, @RequestId() requestId: string): Promise<OrderedDocument> {
    const { targets: aimed, ...instruction } = await this.bodies.read('order', request);
    const targets = targetsOf(aimed);
    const { batchId, placed, unknown, full } = await this.orders.give(targets, instruction, requestId);
    if (placed.length === 0) {
      if ('ids' in targets) throw new DomainError('unknown_agent', `There is no agent ${targets.ids.slice(0, 10).join(', ')}.`);
      throw new DomainError('no_agents', 'all' in targets ? 'No agent is registered.' : 'No agent has these labels.');
    }
    const named = 'ids' in targets ? placed : [];
    return {
      batch_id: batchId,
      total: placed.length,
      connected: placed.filter(({ connected }) => connected).length,
      unknown,
      full,
      commands: named.map(({ commandId, agentId }) => ({ id: commandId, agent_id: agentId })),
    };
  }

  @Get('commands/:command_id')
  @ApiOperation({ operationId: 'getCommand', summary: 'Where a command stands' })
  @ApiCommandId()
  @ApiOkResponse({ type: CommandDocument })
  @Problems('not_found', 'unknown_command', 'unavailable')
  async get(@Param('command_id') commandId: string): Promise<CommandDocument> {
    return commandDocument(await this.retries.run(() => this.fleet.command(commandId)));
  }

  @Post('commands/:command_id/cancel')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'cancelCommand',
    summary: 'Cancel what was not sent; else ask the agent to, and see what it says became of it',
  })
  @ApiCommandId()
  @ApiOkResponse({ type: CommandDocument })
  @Problems('not_found', 'unknown_command', 'command_ended', 'unavailable')
  async cancel(@Param('command_id') commandId: string): Promise<CommandDocument> {
    return commandDocument(await this.retries.run(() => this.fleet.cancel(commandId)));
  }

  @Get('batches/:batch_id')
  @ApiOperation({ operationId: 'getBatch', summary: 'How many commands of one request are in which state' })
  @ApiBatchId()
  @ApiOkResponse({ type: BatchDocument })
  @Problems('not_found', 'unknown_batch', 'unavailable')
  async batch(@Param('batch_id') batchId: string): Promise<BatchDocument> {
    return batchDocument(await this.retries.run(() => this.fleet.batch(batchId)));
  }

  @Get('batches/:batch_id/commands')
  @ApiOperation({ operationId: 'listBatchCommands', summary: 'The commands of one request', description: PAGE_RULE })
  @ApiBatchId()
  @ApiQuery({
    name: 'limit',
    required: false,
    schema: { type: 'integer', minimum: LIMIT.least, maximum: LIMIT.most, default: LIMIT.default },
  })
  @ApiQuery({ name: 'after', required: false, schema: { type: 'integer' }, description: '`next_after` of the page before' })
  @ApiOkResponse({ type: CommandPage })
  @Problems('not_found', 'unknown_batch', 'validation_failed', 'unavailable')
  async batchCommands(
    @Param('batch_id') batchId: string,
    @Query('limit') limit: unknown,
    @Query('after') after: unknown,
  ): Promise<CommandPage> {
    const most = wholeNumber('limit', limit, LIMIT.default, LIMIT.least, LIMIT.most);
    const from = wholeNumber('after', after, 0, 0, Number.MAX_SAFE_INTEGER);
    const { items, more } = await this.retries.run(() => this.fleet.batchCommands(batchId, from, { items: most, bytes: PAGE_BYTES }));
    return { items: items.map(commandDocument), next_after: more ? (items.at(-1)?.seq ?? null) : null };
  }
}
