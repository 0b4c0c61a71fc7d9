import { ApiProperty } from '@nestjs/swagger';
import type { FieldProblem } from '@skein/problem';

export class FieldProblemDocument implements FieldProblem {
  @ApiProperty({ description: 'JSON pointer (RFC 6901) to the offending member', example: '/links/0/latency' })
  pointer: string;

  @ApiProperty({
    description: 'What is wrong and how to mend it',
    example: 'latency must be a number from 0 up to 3600000 (ms), not the string "10". Write the number without quotes.',
  })
  message: string;

  @ApiProperty({
    required: false,
    nullable: true,
    description: 'The offending value, shortened where it is long; absent where there is none',
    example: '10',
    oneOf: [
      { type: 'string' },
      { type: 'number' },
      { type: 'boolean' },
      { type: 'array', items: {} },
      { type: 'object', additionalProperties: true },
    ],
  })
  value?: unknown;

  @ApiProperty({
    type: String,
    required: false,
    description: 'What is accepted in its place',
    example: 'a number from 0 up to 3600000 (ms)',
  })
  accepted?: string;
}
