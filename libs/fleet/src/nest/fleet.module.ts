import { Module } from '@nestjs/common';
import { Retries } from '@skein/problem/nest';
import { AgentGateway } from './gateway/agent-gateway.js';
import { AgentLinks } from './gateway/agent-links.js';
import { Connections } from './gateway/connections.js';
import { Conversation } from './gateway/conversation.js';
import { FleetKeeper } from './gateway/fleet-keeper.js';
import { MessageMemory } from './gateway/message-memory.js';
import { Outbox } from './gateway/outbox.js';
import { Refusals } from './gateway/refusals.js';
import { Replica } from './gateway/replica.js';
import { AgentsController } from './http/agents.controller.js';
import { BansController } from './http/bans.controller.js';
import { BodyReader } from './http/body-reader.js';
import { CommandsController } from './http/commands.controller.js';
import { FleetStatusController } from './http/fleet-status.controller.js';
import { ResponsesController } from './http/responses.controller.js';
import { SendingController } from './http/sending.controller.js';
import { Credentials } from './service/credentials.js';
import { FleetService } from './service/fleet-service.js';
import { QueueRoom } from './service/queue-room.js';
import { Orders } from './service/orders.js';

/**
 * Agents and what they are told to do. The server provides the ports: `AgentStore`, `PresenceStore`, `CommandStore`, `FleetNotices`, `FleetMetrics`, `LargeMessages`,
 * `TransientFaults` and `FleetOptions`.
 */
@Module({
  controllers: [AgentsController, BansController, SendingController, CommandsController, ResponsesController, FleetStatusController],
  providers: [
    AgentGateway,
    AgentLinks,
    BodyReader,
    Connections,
    Conversation,
    Credentials,
    FleetKeeper,
    FleetService,
    MessageMemory,
    Orders,
    Outbox,
    QueueRoom,
    Refusals,
    Replica,
    Retries,
  ],
  exports: [AgentGateway, AgentLinks, Credentials, Refusals],
})
export class FleetModule {}
