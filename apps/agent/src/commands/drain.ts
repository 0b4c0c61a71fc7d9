import { command, NO_ARGS } from './command.js';

export const drain = command({
  name: 'drain',
  description: 'Begins no more commands and takes no more simulations; what runs goes on. Until undrain, or a new start.',
  args: NO_ARGS,
  control: true,
  run: (_, { agent }) => {
    agent.drain();
    return agent.status();
  },
});
