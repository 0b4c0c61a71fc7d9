import { ApiProperty } from '@nestjs/swagger';
import type { Speed } from '@skein/topology';
import { STATUSES, type Status } from '../../lifecycle/status.js';
import type { ControlAnswer } from '../service/control-answer.js';

/** What a change of a live simulation answers. */
export class ControlDocument implements ControlAnswer {
  @ApiProperty({ format: 'uuid' })
  sim_id: string;

  @ApiProperty({ enum: STATUSES })
  status: Status;

  @ApiProperty({ description: 'The version that the change has made', example: 3 })
  version: number;

  @ApiProperty({ description: 'The exact simulated time at which it took effect, seconds', example: 12.5 })
  simulated_sec: number;

  @ApiProperty({ oneOf: [{ type: 'number' }, { type: 'string', enum: ['max'] }], description: 'Simulated seconds per second', example: 1 })
  speed: Speed;
}
