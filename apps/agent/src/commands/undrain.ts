import { command, NO_ARGS } from './command.js';

export const undrain = command({
  name: 'undrain',
  description: 'Takes up work again after drain.',
  args: NO_ARGS,
  control: true,
  run: (_, { agent }) => {
    agent.undrain();
    return agent.status();
  },
});
