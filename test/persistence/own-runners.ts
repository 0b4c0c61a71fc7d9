import type { Runner, ToRunner } from '@skein/runner';
import { MessageRunner } from '../../libs/runner/src/message-runner.js';
import { RunnerRegistry } from '../../libs/simulation/src/nest/dispatch/runner-registry.js';

/** What this server can hand simulations to at the moment. */
export class Registry extends RunnerRegistry {
  readonly place = () => null;
  readonly distrust = () => {};
  readonly listen = () => {};
  readonly stop = () => Promise.resolve();

  constructor(
    public runners: Runner[],
    private readonly slotsOfEach = 10,
  ) {
    super();
  }

  get apart(): Runner {
    return this.runners[0];
  }

  slots(): number {
    return this.slotsOfEach;
  }
}

/** Ends with this server, as its threads do. */
export class Thread extends MessageRunner {
  readonly id = 'mine';
  /** What it has been told. */
  readonly sent: ToRunner[] = [];
  readonly stop = () => Promise.resolve();

  protected send(message: ToRunner): void {
    this.sent.push(message);
  }
}
