import { ApiProperty } from '@nestjs/swagger';
import type { TopologySummary } from '../../request/outcome.js';
import { FieldProblemDocument } from './field-problem.document.js';
import { WarningDocument } from './warning.document.js';

/** Null throughout for what is not valid. */
export class TopologySummaryDocument implements Record<keyof TopologySummary, number | null> {
  @ApiProperty({ type: 'integer', nullable: true, example: 3 })
  nodes: number | null;

  @ApiProperty({ type: 'integer', nullable: true, example: 2 })
  links: number | null;

  @ApiProperty({ type: 'integer', nullable: true, description: 'Connected components, links taken as undirected', example: 1 })
  components: number | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Longest shortest path within a component, hops; null also where it would cost too much to know',
    example: 2,
  })
  diameter_hops: number | null;
}

export class TopologyValidationDocument {
  @ApiProperty({ description: 'Whether `POST /simulate` would take it', example: true })
  valid: boolean;

  @ApiProperty({ type: [FieldProblemDocument], description: 'Everything that is wrong, up to ten thousand entries' })
  errors: FieldProblemDocument[];

  @ApiProperty({ type: [WarningDocument], description: 'What is legal, but may not have been meant' })
  warnings: WarningDocument[];

  @ApiProperty({ type: TopologySummaryDocument })
  summary: TopologySummaryDocument;
}
