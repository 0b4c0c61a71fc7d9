import type { FieldProblem } from './field-problem.js';
import type { ProblemCode } from './problem-code.js';

/** What a library throws when it refuses: a stable code for programs, a sentence for people. */
export class DomainError extends Error {
  override readonly name: string = 'DomainError';

  constructor(
    readonly code: ProblemCode,
    message: string,
    readonly errors: readonly FieldProblem[] = [],
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The row was not at the version that the change was computed from. Safe to read again and repeat. */
export class VersionConflict extends DomainError {
  override readonly name = 'VersionConflict';

  constructor(simId: string) {
    super('version_conflict', `Simulation ${simId} changed while this request was being carried out; read its status and try again.`);
  }
}

/** Something outside (the database, a runner) did not answer, and may answer the next time. */
export class Unavailable extends DomainError {
  override readonly name = 'Unavailable';

  constructor(message: string, options?: ErrorOptions) {
    super('unavailable', message, [], options);
  }
}
