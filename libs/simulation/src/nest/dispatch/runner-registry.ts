import type { Claim, RemoteRunner, Runner } from '@skein/runner';
import type { RunnerPlace } from '@skein/topology';

export interface RegistryListener {
  /** A machine has connected that runs these claims, or has ended them without being told that its server knows. */
  joined(runner: RemoteRunner, running: readonly Claim[]): Promise<void>;
  /** Its connection is gone; it may come back, here or to another server. */
  left(runner: RemoteRunner): void;
}

/** The runners that this server may hand simulations to. The server provides it, and adds whatever can run: its own threads first. */
export abstract class RunnerRegistry {
  /** Those that can be given work now. */
  abstract readonly runners: readonly Runner[];
  /** One of them, which ends with this process and is given nothing but suspects. */
  abstract readonly apart: Runner;
  /** How many simulations a runner may hold at once, suspects aside. */
  abstract slots(runner: Runner): number;
  /** Where a runner is, for what may run there only. */
  abstract place(runner: Runner): RunnerPlace;
  /** Gives a runner no work for a while: it has said what cannot be. What it holds it goes on with. */
  abstract distrust(runner: Runner): void;
  /** Tells of runners that come and go, from here on. */
  abstract listen(listener: RegistryListener): void;
  /** Ends every runner that ends with this process; what they held is not reported any more. */
  abstract stop(): Promise<void>;
}
