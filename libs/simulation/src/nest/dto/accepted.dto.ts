import { ApiProperty } from '@nestjs/swagger';
import { WarningDocument } from '@skein/topology/nest';

export class AcceptedDocument {
  @ApiProperty({ description: 'Id of the simulation', format: 'uuid' })
  sim_id: string;

  @ApiProperty({ enum: ['pending'] })
  status: 'pending';

  @ApiProperty({ description: 'Moves with every change of the simulation', example: 1 })
  version: number;

  @ApiProperty({ type: [WarningDocument], description: 'What is legal, but may not have been meant' })
  warnings: WarningDocument[];
}
