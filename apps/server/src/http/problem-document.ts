import { PROBLEMS, type FieldProblem, type ProblemCode } from '@skein/problem';

/** Of every refusal. */
export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

/** The body of every refusal: RFC 9457, with a stable `code` and, where fields are wrong, all of them. */
export interface ProblemDocument {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: ProblemCode;
  errors: readonly FieldProblem[];
}

export function problemDocument(code: ProblemCode, detail: string, errors: readonly FieldProblem[] = []): ProblemDocument {
  const { status, title } = PROBLEMS[code];
  return { type: `urn:skein:problem:${code}`, title, status, detail, code, errors };
}
