import { ApiProperty } from '@nestjs/swagger';
import { LOG_LEVELS, type LogLevel } from '@skein/topology';

export class LogLineDocument {
  @ApiProperty({ description: 'The run that it belongs to', example: 1 })
  run: number;

  @ApiProperty({ format: 'date-time', description: 'When it was written down' })
  at: string;

  @ApiProperty({ enum: LOG_LEVELS })
  level: LogLevel;

  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'When it happened, simulated seconds; null for a step of its life',
    example: 4,
  })
  simulated_sec: number | null;

  @ApiProperty({ description: 'What it is about, for programs', example: 'queue_overflow' })
  code: string;

  @ApiProperty({ example: 'Link A-B from A to B has no room left in its queue: 12 packets dropped from 3 s to 4 s.' })
  message: string;

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'Ids and counts, depending on the code' })
  details: Record<string, unknown>;
}

export class LogPage {
  @ApiProperty({ type: [LogLineDocument] })
  items: LogLineDocument[];

  @ApiProperty({ type: String, nullable: true, description: 'Where the next page starts; null behind the last' })
  next_cursor: string | null;
}
