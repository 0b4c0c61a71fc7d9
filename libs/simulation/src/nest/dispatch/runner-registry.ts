import type { Runner } from '@skein/runner';

/** The runners that this server may hand simulations to. The server provides it, and adds whatever can run: its own threads first. */
export abstract class RunnerRegistry {
  abstract readonly runners: readonly Runner[];
  /** Ends every runner; what they held is not reported any more. */
  abstract stop(): Promise<void>;
}
