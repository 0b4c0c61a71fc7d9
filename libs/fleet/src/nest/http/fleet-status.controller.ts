import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Problems, Retries } from '@skein/problem/nest';
import { AgentStore } from '../../ports/agent-store.js';
import { FleetStatusDocument } from '../dto/agent.dto.js';
import { PAGE_BYTES } from './pages.js';

/** The fleet in numbers. */
@ApiTags('agents')
@Controller('status')
export class FleetStatusController {
  constructor(
    private readonly agents: AgentStore,
    private readonly retries: Retries,
  ) {}

  @Get()
  @ApiOperation({ operationId: 'getFleetStatus', summary: 'How many agents there are, who of them is connected, and what waits for them' })
  @ApiOkResponse({ type: FleetStatusDocument })
  @Problems('unavailable')
  async status(): Promise<FleetStatusDocument> {
    const { agents, connected, connectedIds, queued, executed } = await this.retries.run(() => this.agents.totals(PAGE_BYTES));
    return {
      total_agents: agents,
      connected_agents: connected,
      queued_commands: queued,
      executed_commands: executed,
      connected_ids: connectedIds,
    };
  }
}
