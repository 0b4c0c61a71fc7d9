import { ApiProperty } from '@nestjs/swagger';
import type { AgentRecord } from '../../agents/agent-record.js';

const time = { type: String, nullable: true, format: 'date-time' } as const;

export class HeldSimulationDocument {
  @ApiProperty({ format: 'uuid' })
  sim_id: string;

  @ApiProperty({ description: 'Fencing token under which it runs', example: 1 })
  epoch: number;
}

export class AgentDocument {
  @ApiProperty({ example: 'rack-3-host-7' })
  id: string;

  @ApiProperty({ example: 'rack 3, host 7' })
  name: string;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, description: 'What it can be selected by' })
  labels: Record<string, string>;

  @ApiProperty({ description: 'It has a connection over which it can be sent commands' })
  connected: boolean;

  @ApiProperty({ type: String, nullable: true, description: 'Its version; null where it has not said `hello`' })
  version: string | null;

  @ApiProperty({ ...time, description: 'When its present connection was made; null without one' })
  connected_at: string | null;

  @ApiProperty({ type: Number, nullable: true, description: 'How long it has been connected, seconds; null where it is not' })
  uptime_sec: number | null;

  @ApiProperty({ ...time, description: 'When something was last heard of it' })
  last_seen_at: string | null;

  @ApiProperty({ type: Number, nullable: true, description: 'How long an answer of it takes, milliseconds; null where it is not known' })
  round_trip_ms: number | null;

  @ApiProperty({ description: 'Commands that wait to be delivered', example: 0 })
  queue_length: number;

  @ApiProperty({ description: 'Simulations that it can hold at once', example: 4 })
  slots: number;

  @ApiProperty({ description: 'Simulations that it could take now', example: 3 })
  free_slots: number;

  @ApiProperty({ description: 'It takes no new simulations' })
  draining: boolean;

  @ApiProperty({ type: [HeldSimulationDocument], description: 'Simulations that it runs, or is believed to run while it is away' })
  simulations: HeldSimulationDocument[];

  @ApiProperty({ description: 'It may neither register nor connect until it is allowed again' })
  revoked: boolean;

  @ApiProperty({ format: 'date-time' })
  registered_at: string;
}

export function agentDocument(agent: AgentRecord): AgentDocument {
  const { connected, connectedAt } = agent;
  const since = connected ? connectedAt : null;
  return {
    id: agent.agentId,
    name: agent.name,
    labels: agent.labels,
    connected,
    version: agent.version,
    connected_at: since && since.toISOString(),
    uptime_sec: since && Math.max(0, (Date.now() - since.getTime()) / 1000),
    last_seen_at: agent.lastSeenAt && agent.lastSeenAt.toISOString(),
    round_trip_ms: connected ? agent.roundTripMs : null,
    queue_length: agent.queueLength,
    slots: agent.slots,
    free_slots: connected ? agent.freeSlots : 0,
    draining: agent.draining,
    simulations: agent.simulations,
    revoked: agent.revoked,
    registered_at: agent.registeredAt.toISOString(),
  };
}

export class RegisteredDocument {
  @ApiProperty({ example: 'Agent rack-3-host-7 is registered.' })
  message: string;

  @ApiProperty({ example: 'rack-3-host-7' })
  id: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'What the agent proves itself with from now on, told this once; null where agents are not asked, or where it has one',
  })
  secret: string | null;
}

export class AllowedDocument {
  @ApiProperty({ example: 'Agent rack-3-host-7 may register and connect again.' })
  message: string;

  @ApiProperty({ example: 'rack-3-host-7' })
  id: string;

  @ApiProperty({ description: 'The agent is registered; false where it was deleted: then it has to register' })
  known: boolean;
}

export class BanDocument {
  @ApiProperty({ example: 'rack-3-host-7' })
  id: string;

  @ApiProperty({ format: 'date-time' })
  revoked_at: string;

  @ApiProperty({ description: 'The agent is registered; false where it was deleted since' })
  known: boolean;
}

export class BanPage {
  @ApiProperty({ type: [BanDocument] })
  items: BanDocument[];

  @ApiProperty({ type: String, nullable: true, description: '`cursor` of the next page; null on the last' })
  next_cursor: string | null;
}

export class CommandSpecDocument {
  @ApiProperty({ example: 'echo' })
  name: string;

  @ApiProperty({ example: 'Gives its arguments back' })
  description: string;

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'JSON Schema of its `args`' })
  args_schema: Record<string, unknown>;
}

/** Totals of the fleet. */
export class FleetStatusDocument {
  @ApiProperty({ example: 3 })
  total_agents: number;

  @ApiProperty({ example: 2 })
  connected_agents: number;

  @ApiProperty({ description: 'Commands that wait to be delivered', example: 1 })
  queued_commands: number;

  @ApiProperty({ description: 'Commands that their agents have answered', example: 7 })
  executed_commands: number;

  @ApiProperty({ type: [String], description: 'Those connected first, as many as fit into 8 MiB' })
  connected_ids: string[];
}
