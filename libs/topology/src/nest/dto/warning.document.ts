import { ApiProperty } from '@nestjs/swagger';
import type { Warning } from '../../request/outcome.js';

export class WarningDocument implements Warning {
  @ApiProperty({ description: 'Stable, for programs', example: 'latency_defaulted' })
  code: string;

  @ApiProperty({ description: 'JSON pointer (RFC 6901) to what it is about', example: '/topology/links/0' })
  pointer: string;

  @ApiProperty({ description: 'For people', example: 'One link gives no latency and gets 0 ms.' })
  message: string;
}
