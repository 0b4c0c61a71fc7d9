import { ApiProperty } from '@nestjs/swagger';
import { PROBLEMS, type ProblemCode } from '@skein/problem';
import { FieldProblemDocument } from '@skein/topology/nest';
import type { ProblemDocument } from '../http/problem-document.js';

/** RFC 9457 problem document: the body of every refusal. */
export class ProblemSchema implements ProblemDocument {
  @ApiProperty({ example: 'urn:skein:problem:validation_failed' })
  type: string;

  @ApiProperty()
  title: string;

  @ApiProperty({ example: 422 })
  status: number;

  @ApiProperty({ description: 'What went wrong this time, for people' })
  detail: string;

  @ApiProperty({ enum: Object.keys(PROBLEMS), description: 'Stable, for programs' })
  code: ProblemCode;

  @ApiProperty({ type: [FieldProblemDocument], description: 'Every field that is wrong; empty where the refusal is not about fields' })
  errors: FieldProblemDocument[];
}
