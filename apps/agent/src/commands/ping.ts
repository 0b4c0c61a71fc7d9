import { command, NO_ARGS } from './command.js';

export const ping = command({
  name: 'ping',
  description: 'Answers pong.',
  args: NO_ARGS,
  control: true,
  run: () => 'pong',
});
