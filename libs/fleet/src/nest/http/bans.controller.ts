import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { Problems, Retries } from '@skein/problem/nest';
import { BanPage } from '../dto/agent.dto.js';
import { FleetService } from '../service/fleet-service.js';
import { cursorAfter, cursorOf } from './cursor.js';
import { wholeNumber } from './whole-number.js';

const LIMIT = { default: 100, least: 1, most: 1000 };

/** The ids of revoked agents. */
@ApiTags('agents')
@Controller('bans')
export class BansController {
  constructor(
    private readonly fleet: FleetService,
    private readonly retries: Retries,
  ) {}

  @Get()
  @ApiOperation({ operationId: 'listBans', summary: 'The ids of revoked agents, also of those that were deleted since' })
  @ApiQuery({
    name: 'limit',
    required: false,
    schema: { type: 'integer', minimum: LIMIT.least, maximum: LIMIT.most, default: LIMIT.default },
  })
  @ApiQuery({ name: 'cursor', required: false, schema: { type: 'string' }, description: '`next_cursor` of the page before' })
  @ApiOkResponse({ type: BanPage })
  @Problems('validation_failed', 'unavailable')
  async bans(@Query('limit') limit: unknown, @Query('cursor') cursor: unknown): Promise<BanPage> {
    const most = wholeNumber('limit', limit, LIMIT.default, LIMIT.least, LIMIT.most);
    const after = cursorAfter(cursor) ?? '';
    const bans = await this.retries.run(() => this.fleet.bans(after, most));
    return {
      items: bans.map(({ agentId, revokedAt, known }) => ({ id: agentId, revoked_at: revokedAt.toISOString(), known })),
      next_cursor: bans.length === most ? cursorOf(bans.at(-1)!.agentId) : null,
    };
  }
}
