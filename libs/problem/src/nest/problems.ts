import { ApiExtension } from '@nestjs/swagger';
import type { ProblemCode } from '../problem-code.js';

/** Declares the refusals of an operation; the server's OpenAPI document turns them into responses. */
export const Problems = (...codes: ProblemCode[]) => ApiExtension('x-problems', codes);
