import { ApiProperty } from '@nestjs/swagger';
import { WarningDocument } from '@skein/topology/nest';

export class AcceptedDocument {
  @ApiProperty({ description: 'Id of the simulation', format: 'uuid' })
  sim_id: string;

  @ApiProperty({ enum: ['pending', 'running'], example: 'running', description: '`running` where it started at once' })
  status: 'pending' | 'running';

  @ApiProperty({
    description: 'Moves with every change of the simulation: 1 while it is pending, 2 where it started at once. Fits into `If-Match`',
    example: 2,
  })
  version: number;

  @ApiProperty({ type: [WarningDocument], description: 'What is legal, but may not have been meant' })
  warnings: WarningDocument[];
}
