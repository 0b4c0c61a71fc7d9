import { ApiProperty } from '@nestjs/swagger';
import type { Edit, NetworkLink, NetworkNode, Flow } from '@skein/topology';
import { ControlDocument } from './control.dto.js';

const operations = { type: 'array', items: { type: 'object', additionalProperties: true } } as const;

export class EditDocument extends ControlDocument {
  @ApiProperty({ type: Number, nullable: true, description: 'Its number in the log of edits; null where nothing was changed', example: 1 })
  edit: number | null;

  @ApiProperty({ ...operations, description: 'What was made of it, every default filled in' })
  operations: readonly Edit[];
}

export class LoggedEditDocument {
  @ApiProperty({ description: 'Counts the edits of a run from 1', example: 1 })
  edit: number;

  @ApiProperty({ description: 'Simulated time at which they were made, before the events of that instant, seconds', example: 12.5 })
  simulated_sec: number;

  @ApiProperty({ format: 'date-time' })
  at: string;

  @ApiProperty({ ...operations, description: 'Made together, in this order' })
  operations: readonly Edit[];
}

export class EditLogDocument {
  @ApiProperty({ format: 'uuid' })
  sim_id: string;

  @ApiProperty({ description: 'The run that the edits belong to', example: 1 })
  run: number;

  @ApiProperty({ type: [LoggedEditDocument] })
  edits: LoggedEditDocument[];
}

export class FailedDocument {
  @ApiProperty({ type: [String], description: 'Ids of the routers that were taken down' })
  routers: string[];

  @ApiProperty({
    type: [String],
    description: 'Ids of the links that were taken down themselves; those of a router that is down are down as well',
  })
  links: string[];
}

/** The network as it is now. */
export class EditedTopologyDocument {
  @ApiProperty({ format: 'uuid' })
  sim_id: string;

  @ApiProperty({ example: 2 })
  version: number;

  @ApiProperty({ type: 'object', additionalProperties: true, description: '`nodes` and `links` as edited, every default filled in' })
  topology: { nodes: NetworkNode[]; links: NetworkLink[] };

  @ApiProperty({ ...operations, description: 'The flows that were not stopped, the default probes where no traffic was given' })
  traffic: Flow[];

  @ApiProperty({ type: FailedDocument })
  failed: FailedDocument;
}
