import { command, NO_ARGS } from './command.js';

export const status = command({
  name: 'status',
  description: 'What the agent is doing: slots, running commands and simulations, whether it is drained.',
  args: NO_ARGS,
  control: true,
  run: (_, { agent }) => agent.status(),
});
