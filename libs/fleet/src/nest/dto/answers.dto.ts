import { ApiProperty } from '@nestjs/swagger';

export class OrderedCommandDocument {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ example: 'rack-3-host-7' })
  agent_id: string;
}

export class OrderedDocument {
  @ApiProperty({ format: 'uuid' })
  batch_id: string;

  @ApiProperty({ description: 'Agents that are to carry it out', example: 2 })
  total: number;

  @ApiProperty({ description: 'Those of them that are connected; the others get it when they come', example: 1 })
  connected: number;

  @ApiProperty({ type: [String], description: 'Ids that were named and that there are not' })
  unknown: string[];

  @ApiProperty({
    type: [String],
    description: 'Agents for whom as many commands wait as may wait; they do not get this one. Empty where the request is repeated',
  })
  full: string[];

  @ApiProperty({ type: [OrderedCommandDocument], description: 'The commands where agents were named; else empty: the batch lists them' })
  commands: OrderedCommandDocument[];
}

export class SentDocument {
  @ApiProperty({ example: 'The command was sent to agent a.' })
  message: string;

  @ApiProperty({ description: 'The agent is connected; else it gets the command when it comes' })
  pushed: boolean;

  @ApiProperty({ format: 'uuid' })
  command_id: string;

  @ApiProperty({ format: 'uuid' })
  batch_id: string;
}

export class SentToAllDocument {
  @ApiProperty({ example: 'The command is for 3 agents, 2 of them connected.' })
  message: string;

  @ApiProperty({ example: 3 })
  total: number;

  @ApiProperty({ example: 2 })
  connected: number;

  @ApiProperty({ format: 'uuid' })
  batch_id: string;
}

export class SentToSomeDocument {
  @ApiProperty({ example: 'The command is for 2 agents.' })
  message: string;

  @ApiProperty({ type: [String], description: 'Those that it is for' })
  agents: string[];

  @ApiProperty({ type: [String], description: 'Ids that there are not' })
  unknown: string[];

  @ApiProperty({ type: String, nullable: true, format: 'uuid', description: 'null where there is none of them' })
  batch_id: string | null;
}

export class RespondedDocument {
  @ApiProperty({ example: 'The response is recorded.' })
  message: string;

  @ApiProperty({ type: String, nullable: true, description: 'The result that is kept: the first one' })
  result: string | null;
}

export class ExecutedDocument {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ example: 'status' })
  command: string;

  @ApiProperty({ type: String, nullable: true })
  result: string | null;

  @ApiProperty({ description: 'It was sent over the socket' })
  pushed: boolean;

  @ApiProperty()
  executed: boolean;

  @ApiProperty({ example: 'succeeded' })
  state: string;
}
