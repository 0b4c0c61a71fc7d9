import { ApiProperty } from '@nestjs/swagger';
import { StatusDocument } from './status.dto.js';

export class SimulationPage {
  @ApiProperty({ type: [StatusDocument] })
  items: StatusDocument[];

  @ApiProperty({ type: String, nullable: true, description: 'Where the next page starts; null behind the last' })
  next_cursor: string | null;
}
