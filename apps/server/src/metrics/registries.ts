import { Registry } from 'prom-client';

/** The metrics of this process, in two kinds. */
export class Registries {
  /** What this process has counted: where several serve, all of theirs make up the answer. */
  readonly own = new Registry();
  /** What is read from the database when somebody asks, and is the same whoever is asked. */
  readonly shared = new Registry();
}
