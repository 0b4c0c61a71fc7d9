import { ApiProperty } from '@nestjs/swagger';
import { PROBLEMS, type FieldProblem, type ProblemCode } from '@skein/problem';
import type { ProblemDocument } from '../http/problem-document.js';

export class FieldProblemSchema implements FieldProblem {
  @ApiProperty({ description: 'RFC 6901 JSON pointer to the offending member', example: '/topology/links/0/latency' })
  pointer: string;

  @ApiProperty({ description: 'What is wrong, and how to mend it' })
  message: string;

  @ApiProperty({ required: false, description: 'The offending value, shortened where it is long', oneOf: [{}] })
  value?: unknown;

  @ApiProperty({ required: false, description: 'What is accepted in its place', example: 'a number from 0 to 3600000 (ms)' })
  accepted?: string;
}

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

  @ApiProperty({ type: [FieldProblemSchema], description: 'Every field that is wrong; empty where the refusal is not about fields' })
  errors: FieldProblemSchema[];
}
