import { EngineError } from '@skein/engine';

/** Why a simulation cannot go on: `code` is the engine's, or `engine_failure` for what nobody foresaw. */
export interface Failure {
  code: string;
  message: string;
}

export function failureOf(error: unknown): Failure {
  if (error instanceof EngineError) return { code: error.code, message: error.message };
  return { code: 'engine_failure', message: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
}
