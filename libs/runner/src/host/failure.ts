import { EngineError } from '@skein/engine';

/** Why a simulation cannot go on: `code` is the engine's, `out_of_memory`, or `engine_failure` for what nobody foresaw. */
export interface Failure {
  code: string;
  message: string;
}

export function failureOf(error: unknown): Failure {
  if (error instanceof EngineError) return { code: error.code, message: error.message };
  // V8's words for memory that it did not get: the machine's want, not the input's fault.
  if (error instanceof RangeError && /allocation failed|Invalid (typed )?array/i.test(error.message)) {
    return { code: 'out_of_memory', message: `The runner had no memory for it: ${error.message}` };
  }
  return { code: 'engine_failure', message: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
}
