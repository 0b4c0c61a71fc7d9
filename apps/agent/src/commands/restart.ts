import { command, NO_ARGS } from './command.js';

/** What runs when the agent starts has been cut short, except for this: then it is done. */
export const RESTART = 'restart';

export const restart = command({
  name: RESTART,
  description: 'Lets what runs end, within the limit for draining, and begins anew in the same process. Succeeds when the agent is back.',
  args: NO_ARGS,
  control: true,
  run: (_, { agent }) => {
    agent.restart();
    // Its result is given by the next life.
    return new Promise<never>(() => undefined);
  },
});
